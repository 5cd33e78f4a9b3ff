# الواجهة بالعربية. لكل رسالة هنا أختها في en.ftl بالمتغيرات نفسها.

app-name = حاشية
app-tagline = وسم النصوص كما تريده العربية

## القوائم

menu-file = ملف
menu-edit = تحرير
menu-annotation = علامة
menu-document = مستند
menu-project = مشروع
menu-view = عرض
menu-help = مساعدة

## الأوامر: الاسم، ثم شرح ما يفعله

command-open = فتح…
    .tip = افتح ملفات نصية أو مستندات موسومة
command-open-folder = فتح مجلد…
    .tip = افتح كل مستندات مجلد
command-open-path = فتح بالمسار…
    .tip = اكتب مسار ملف أو مجلد
command-save = حفظ
    .tip = اكتب علامات هذا المستند في ملفه
command-save-as = حفظ باسم…
    .tip = اكتب العلامات في ملف آخر
command-export = تصدير…
    .tip = اكتب مجموعة بيانات لبرامج أخرى
command-load-schema = تحميل التصنيفات…
    .tip = اقرأ التصنيفات من ملف مخطط
command-save-schema = حفظ التصنيفات…
    .tip = اكتب التصنيفات في ملف مخطط
command-edit-schema = تحرير التصنيفات…
    .tip = أضف التصنيفات وغيّر أسماءها وألوانها ورتّبها واحذفها
command-settings = الإعدادات…
    .tip = الخط والحجم واللغة والمظهر والمفاتيح
command-close-document = إغلاق المستند
    .tip = أغلق هذا المستند بعد السؤال عما لم يُحفظ منه
command-quit = خروج
    .tip = اخرج من حاشية بعد السؤال عما لم يُحفظ
command-undo = تراجع
    .tip = تراجع عن التغيير الأخير
command-redo = إعادة
    .tip = أعد ما تراجعت عنه
command-copy = نسخ
    .tip = انسخ النص المحدد بترتيب القراءة
command-copy-as-row = نسخ سطرًا لجدول
    .tip = انسخ نص العلامة المختارة وتصنيفها وموضعها، وبينها مسافات جدولة
command-select-all = تحديد الكل
    .tip = حدد المستند كله
command-find = بحث…
    .tip = ابحث عن كلمات في المستند
command-find-next = الموضع التالي
    .tip = اذهب إلى الموضع التالي مما وُجد
command-find-previous = الموضع السابق
    .tip = اذهب إلى الموضع السابق مما وُجد
command-search = البحث في كل المستندات…
    .tip = اعرض سطرًا لكل موضع في المستند أو في المستندات كلها، بما حوله من كلمات
command-search-annotations = البحث عن علامات…
    .tip = جِد العلامات بتصنيفها أو نصها أو واسمها أو ملاحظتها أو خاصيتها أو ما تتقاطع معه
command-consistency = الاتساق…
    .tip = اعرض ما اختلف تصنيفه أو لم يوسم في موضع آخر، والأطراف الشاردة، ومع كلٍّ إصلاحه
command-statistics = الإحصاءات والاستكشاف…
    .tip = اعرض الأعداد بحسب التصنيف والمستند والواسم واليوم، وبُعدين معًا، والأطوال والنصوص والوتيرة والجهد
command-go-to = انتقال إلى…
    .tip = انتقل إلى فقرة أو موضع برقمه
go-to-how = رقم فقرة (12)، أو موضع محرف (@345)، أو نسبة (50%).
go-to-place = الموضع
go-to-go = انتقال
go-to-not-a-place = هذا ليس رقم فقرة ولا موضعًا ولا نسبة
go-to-paragraphs = { PLURAL($n) ->
    [zero] لا فقرات في النص
    [one] في النص فقرة واحدة
    [two] في النص فقرتان
    [few] في النص { $n } فقرات
    [many] في النص { $n } فقرة
   *[other] في النص { $n } فقرة
}
go-to-characters = { PLURAL($n) ->
    [zero] النص فارغ
    [one] في النص محرف واحد
    [two] في النص محرفان
    [few] في النص { $n } محارف
    [many] في النص { $n } محرفًا
   *[other] في النص { $n } محرف
}
command-next-annotation = العلامة التالية
    .tip = اذهب إلى العلامة التالية في النص
command-previous-annotation = العلامة السابقة
    .tip = اذهب إلى العلامة السابقة في النص
command-delete-annotation = حذف العلامة
    .tip = احذف العلامة المختارة، ويبقى النص
command-add-piece = إضافة المحدد جزءًا
    .tip = اجعل النص المحدد جزءًا آخر من العلامة المختارة (أو اسحب مع Ctrl)، ولو كان بعيدًا عنها
command-remove-piece = نزع الجزء
    .tip = انزع الجزء الذي فيه المؤشر عن علامة ذات أجزاء
command-split-annotation = قطع العلامة عند المؤشر
    .tip = اجعل العلامة المختارة علامتين، لكلٍّ تصنيفها وخصائصها وملاحظتها وتنبيهها، وللأولى العلاقات
command-merge-annotations = دمج العلامات المختارة
    .tip = اجعل علامات ذات تصنيف واحد علامةً واحدة بكل مواضعها وخصائصها وملاحظاتها وعلاقاتها
command-duplicate-annotation = تكرار العلامة بتصنيف آخر…
    .tip = انسخ العلامة المختارة في موضعها نفسه؛ مفتاح التصنيف التالي للنسخة
command-select-next-too = اختيار العلامة التالية أيضًا
    .tip = غيّر تصنيف علامات عدة أو احذفها أو أعطها خصائص معًا، بتراجع واحد
command-select-previous-too = اختيار العلامة السابقة أيضًا
    .tip = غيّر تصنيف علامات عدة أو احذفها أو أعطها خصائص معًا، بتراجع واحد
command-select-same-label = اختيار كل ما له هذا التصنيف
    .tip = اختر كل علامة في المستند لها تصنيف العلامة المختارة
command-select-listed = اختيار كل ما في القائمة
    .tip = اختر كل علامة تبقيها تصفية اللوحة
command-edit-note = كتابة ملاحظة
    .tip = اكتب ملاحظة على العلاقة المختارة، وإلا فعلى العلامات المختارة، وإلا فعلى المستند
command-toggle-flag = للمراجعة
    .tip = نبّه إلى أن العلاقة المختارة، وإلا فالعلامات المختارة، وإلا فالمستند، للمراجعة
command-next-mark = الملاحظة التالية أو ما للمراجعة
    .tip = اذهب إلى التالي من الملاحظات وما للمراجعة في كل المستندات، مع قائمتها
command-previous-mark = الملاحظة السابقة أو ما للمراجعة
    .tip = اذهب إلى السابق من الملاحظات وما للمراجعة في كل المستندات، مع قائمتها
command-next-mention = التالية في السلسلة
    .tip = اذهب إلى العلامة التالية في السلسلة: الذكر التالي للشيء نفسه
command-previous-mention = السابقة في السلسلة
    .tip = اذهب إلى العلامة السابقة في السلسلة
command-join-chain = جمع العلامات في سلسلة
    .tip = اجعل العلامات المختارة وسلاسلها سلسلة واحدة؛ وإن كانت علامة واحدة فاختر الأخرى بحرفها
command-leave-chain = إخراج من السلسلة
    .tip = أخرج العلامة المختارة من سلسلتها، ويبقى الباقي مجتمعًا
command-split-chain = قطع السلسلة هنا
    .tip = اجعل العلامة المختارة وما بعدها سلسلة وحدها
command-page-menu = ما يمكن عمله هنا
    .tip = اعرض قائمة بكل ما يمكن عمله بالعلامة المختارة أو بالتحديد
command-start-grow-word = تقديم البداية كلمة
    .tip = ضُمّ إلى العلامة المختارة الكلمة التي قبلها
command-start-shrink-word = تأخير البداية كلمة
    .tip = أخرج من العلامة المختارة كلمتها الأولى
command-end-grow-word = تأخير النهاية كلمة
    .tip = ضُمّ إلى العلامة المختارة الكلمة التي بعدها
command-end-shrink-word = تقديم النهاية كلمة
    .tip = أخرج من العلامة المختارة كلمتها الأخيرة
command-start-grow-grapheme = تقديم البداية حرفًا
    .tip = ضُمّ إلى العلامة المختارة الحرف الذي قبلها بحركاته
command-start-shrink-grapheme = تأخير البداية حرفًا
    .tip = أخرج من العلامة المختارة حرفها الأول
command-end-grow-grapheme = تأخير النهاية حرفًا
    .tip = ضُمّ إلى العلامة المختارة الحرف الذي بعدها بحركاته
command-end-shrink-grapheme = تقديم النهاية حرفًا
    .tip = أخرج من العلامة المختارة حرفها الأخير
command-propagate = وسم مواضعه الأخرى…
    .tip = اعرض كل موضع آخر لنص العلامة المختارة لتَسِمه كذلك
command-propagate-at-once = وسم مواضعه الأخرى فورًا
    .tip = أعطِ تصنيفها لكل موضع مرجَّح لنصها في هذا المستند بلا سؤال
command-relabel-everywhere = تغيير تصنيف مواضعه الأخرى…
    .tip = أعطِ التصنيف لعلامات النص نفسه التي تحمل غيره
command-delete-everywhere = الحذف من كل مواضعه…
    .tip = انزع هذا التصنيف عن كل موضع للنص نفسه
command-cycle-clitics = بالحروف المتصلة أو دونها
    .tip = ابدأ التحديد بعد الحرف المتصل التالي من كلمته الأولى: وبالقاهرة، بالقاهرة، القاهرة، قاهرة
command-start-grow-clitic = تقديم البداية حرفًا متصلًا
    .tip = ضُمّ إلى العلامة المختارة الحرف المتصل الذي قبلها
command-start-shrink-clitic = تأخير البداية حرفًا متصلًا
    .tip = أخرج من العلامة المختارة أول حروفها المتصلة
command-end-grow-clitic = تأخير النهاية ضميرًا متصلًا
    .tip = ضُمّ إلى العلامة المختارة الضمير المتصل أو الكلمة بعدها
command-end-shrink-clitic = تقديم النهاية ضميرًا متصلًا
    .tip = أخرج من العلامة المختارة آخر ضمير متصل أو كلمة فيها
command-convert-clitics = ضم الحروف المتصلة أو تركها…
    .tip = انقل أوائل العلامات إلى ما قبل و ف ب ك ل أو بعدها، مع العرض أولًا، ولكل مستند تراجع واحد
command-describe = عن هذا النص…
    .tip = اعرض التحديد بحروف لاتينية، وبالتقويم الآخر، ومحرفًا محرفًا
command-toggle-sticky = وسم متواصل
    .tip = أعطِ كل تحديد جديد التصنيف الحالي فورًا
command-label = التصنيف: { $label }
    .tip = أعطِ التحديد هذا التصنيف، أو غيّر إليه تصنيف العلامة المختارة
command-relate = العلاقة: { $label }
    .tip = اربط العلامة المختارة بأخرى؛ اختر تلك بحرفها أو بالأسهم والإدخال أو بالنقر
command-relate-back = العلاقة إلى هنا: { $label }
    .tip = اربط علامة أخرى بالعلامة المختارة
command-choose-label = تصنيف ببضعة حروف…
    .tip = جِد أي تصنيف ببضعة حروف من اسمه، أو أنشئ تصنيفًا جديدًا
label-palette-hint = اكتب بضعة حروف من تصنيف، أو اسمًا جديدًا
label-palette-new = تصنيف جديد «{ $label }»
status-label-made = التصنيف «{ $label }» جديد
command-set-attributes = الخصائص بالحروف
    .tip = أعطِ العلامة أو العلاقة المختارة خاصية بحرف واحد
command-fill-roles = ملء كل الأدوار
    .tip = اربط العلامة المختارة بكل نوع من علاقاتها على التوالي؛ المسافة تتجاوز الدور
command-next-relation = العلاقة التالية
    .tip = اختر العلاقة التالية من علاقات العلامة المختارة
command-other-end = الانتقال إلى الطرف الآخر
    .tip = اختر العلامة التي في طرف العلاقة الآخر
command-reverse-relation = عكس العلاقة
    .tip = اجعل طرفها الثاني أولها
command-delete-relation = حذف العلاقة
    .tip = احذف العلاقة المختارة
command-toggle-relations = العلاقات
    .tip = أظهر أقواس العلاقات أو أخفِها
command-further-label = تصنيف آخر: { $label }
    .tip = ضعه مع التصنيف الموجود
command-next-document = المستند التالي
    .tip = اذهب إلى المستند التالي في القائمة
command-previous-document = المستند السابق
    .tip = اذهب إلى المستند السابق في القائمة
command-next-undone = التالي غير المنجز
    .tip = اذهب إلى المستند التالي في القائمة الذي لم يُنجز ولم يُرفض
command-previous-undone = السابق غير المنجز
    .tip = اذهب إلى المستند السابق في القائمة الذي لم يُنجز ولم يُرفض
command-next-unmet = الانتقال إلى ما ينقص
    .tip = اذهب إلى التالي مما يُلزم به المخطط وليس في المستند: قيمة لازمة، أو موضع لا يسمح به تصنيف
unmet-annotation = { $label } «{ $quote }»
unmet-missing = { $owner }: الخاصية «{ $attribute }» لازمة ولا قيمة لها
unmet-overlap = { $one } في موضع { $other }، وتصنيفه لا يسمح بذلك
unmet-shown = { PLURAL($n) ->
    [zero] لا ينقص شيء. { $what }
    [one] ينقص شيء واحد. { $what }
    [two] ينقص شيئان. { $what }
    [few] تنقص { $n } أشياء. { $what }
    [many] ينقص { $n } شيئًا. { $what }
   *[other] ينقص { $n } شيء. { $what }
}
unmet-before-done = { PLURAL($n) ->
    [zero] لم يُجعل المستند منجزًا بعد: { $what }. كرّر الأمر ليصير منجزًا على حاله.
    [one] لم يُجعل المستند منجزًا بعد، إذ ينقصه شيء واحد: { $what }. كرّر الأمر ليصير منجزًا على حاله.
    [two] لم يُجعل المستند منجزًا بعد، إذ ينقصه شيئان، أولهما: { $what }. كرّر الأمر ليصير منجزًا على حاله.
    [few] لم يُجعل المستند منجزًا بعد، إذ تنقصه { $n } أشياء، أولها: { $what }. كرّر الأمر ليصير منجزًا على حاله.
    [many] لم يُجعل المستند منجزًا بعد، إذ ينقصه { $n } شيئًا، أولها: { $what }. كرّر الأمر ليصير منجزًا على حاله.
   *[other] لم يُجعل المستند منجزًا بعد، إذ ينقصه { $n } شيء، أولها: { $what }. كرّر الأمر ليصير منجزًا على حاله.
}
unmet-none = لا ينقص شيء.
command-done-and-next = منجز، ثم التالي
    .tip = اجعل هذا المستند منجزًا واحفظه واذهب إلى التالي غير المنجز
command-mark-done = جعل المستند منجزًا
    .tip = قل إن وسم هذا المستند اكتمل
command-mark-in-progress = جعل المستند قيد العمل
    .tip = قل إن هذا المستند ما زال يحتاج إلى عمل
command-mark-look-again = جعل المستند للمراجعة
    .tip = قل إن هذا المستند أُنجز ويحتاج إلى نظرة أخرى
command-mark-rejected = جعل المستند مرفوضًا
    .tip = قل إن هذا المستند لا مكان له في مجموعة البيانات
command-decide-conflicts = البتّ في التعارضات…
    .tip = انظر الصيغتين فيما غيّره اثنان تغييرًا مختلفًا، واختر
command-reanchor = نقل العلامات إلى نص تغيّر…
    .tip = اختر النص كما صار: يُبحث فيه عن كل علامة، ويُنشأ مستند جديد مما وُجد
command-mend = إصلاح المستند التالف…
    .tip = انظر ما في الملف من خلل وإصلاح كلٍّ منه؛ ويُحفظ الحاصل ملفًا جديدًا
command-zoom-in = تكبير النص
    .tip = كبّر النص
command-zoom-out = تصغير النص
    .tip = صغّر النص
command-zoom-reset = حجم النص المعتاد
    .tip = أعد النص إلى حجمه المعتاد
command-toggle-theme = فاتح أو داكن
    .tip = بدّل بين المظهر الفاتح والمظهر الداكن
command-toggle-language = العربية أو الإنجليزية
    .tip = بدّل لغة الواجهة
command-toggle-documents = لوحة المستندات
    .tip = أظهر قائمة المستندات أو أخفِها
command-toggle-labels = لوحة التصنيفات
    .tip = أظهر التصنيفات أو أخفِها
command-toggle-annotations = لوحة العلامات
    .tip = أظهر علامات المستند أو أخفِها
command-toggle-tags = أسماء التصنيفات في النص
    .tip = أظهر أسماء التصنيفات في النص أو أخفِها
command-toggle-invisibles = المحارف الخفية
    .tip = أظهر المسافات وفواصل الوصل ومحارف الاتجاه أو أخفِها
command-toggle-line-numbers = أرقام الفقرات
    .tip = أظهر رقم كل فقرة أو أخفِه
command-focus-page = العودة إلى النص
    .tip = انقل لوحة المفاتيح إلى النص
command-focus-next-panel = اللوحة التالية
    .tip = انقل لوحة المفاتيح إلى اللوحة التالية
command-focus-previous-panel = اللوحة السابقة
    .tip = انقل لوحة المفاتيح إلى اللوحة السابقة
command-palette = كل الأوامر…
    .tip = جِد أي أمر بكتابة اسمه
command-help = المفاتيح والمساعدة
    .tip = أظهر كل الأوامر ومفاتيحها
command-about = عن حاشية
    .tip = اعرض الإصدار والرخصة، ورخص كل ما في البرنامج

## اللوحات

panel-documents = المستندات
panel-labels = التصنيفات
panel-resize = تغيير حجم اللوحة
panel-annotations = العلامات
panel-page = النص
panel-status = الحالة
menu-recent = ملفات حديثة
documents-empty = لا مستندات بعد.
labels-empty = لا تصنيفات بعد. أضف تصنيفًا أو حمّل مخططًا.
labels-fold = طيّ ما يندرج تحت { $label }
labels-unfold = بسط ما يندرج تحت { $label }
labels-folded = مطوي
labels-unfolded = مبسوط
labels-none-match = لا تصنيف يوافق التصفية.
labels-add = إضافة تصنيفات…
labels-load = تحميل مخطط…
labels-key-is = المفتاح { $key }
labels-further = وضع { $label } مع التصنيف الموجود (Ctrl مع النقر)
labels-pin = إعطاء { $label } لكل تحديد جديد
labels-unpin = الكفّ عن إعطاء { $label } لكل تحديد جديد
labels-show-alone = تعتيم كل تصنيف في النص إلا { $label }
labels-show-all = إظهار كل التصنيفات من جديد
labels-sticky-on = كل تحديد جديد يصير { $label }
annotations-empty = لا علامات بعد. حدّد كلمات في النص واضغط مفتاح تصنيف.
annotations-none-match = لا علامة توافق التصفية.
annotations-sorted = الترتيب: { $by }
annotations-of-label = التصنيف: { $label }
annotations-all-makers = كل المصادر
annotations-of-maker = علامات من: { $maker }
maker-hand = باليد
maker-import = مستوردة
maker-suggestion = اقتراحات مقبولة
annotations-all-labels = كل التصنيفات
annotations-zero-width = (بلا محارف)
annotations-delete = حذف العلامة { $text }
annotations-chosen = المختارة
annotations-relabel = تصنيفها { $label }؛ اختيار غيره
piece-of-nothing = اختر علامة أولًا، ثم حدّد النص الذي يكون جزءًا منها
pieces-now = { PLURAL($n) ->
    [zero] ليس للعلامة جزء
    [one] صارت العلامة جزءًا واحدًا
    [two] صارت العلامة جزأين
    [few] صارت العلامة { $n } أجزاء
    [many] صارت العلامة { $n } جزءًا
   *[other] صارت العلامة { $n } جزء
}
split-done = قُطعت العلامة اثنتين، والثانية هي المختارة
merged-annotations = { PLURAL($n) ->
    [zero] لم تُدمج علامات
    [one] لم تُدمج إلا علامة واحدة
    [two] دُمجت علامتان في علامة واحدة
    [few] دُمجت { $n } علامات في علامة واحدة
    [many] دُمجت { $n } علامة في علامة واحدة
   *[other] دُمجت { $n } علامة في علامة واحدة
}
merged-annotations-relations = { PLURAL($n) ->
    [zero] لم تُدمج علامات
    [one] لم تُدمج إلا علامة واحدة
    [two] دُمجت علامتان في علامة واحدة
    [few] دُمجت { $n } علامات في علامة واحدة
    [many] دُمجت { $n } علامة في علامة واحدة
   *[other] دُمجت { $n } علامة في علامة واحدة
}؛ علاقات حُذفت لأنها تكررت أو فقدت طرفًا: { $relations }
duplicate-choose-label = اضغط مفتاح تصنيف النسخة أو انقره؛ Esc يلغي ذلك
duplicate-done = نُسخت العلامة
annotations-selected = { PLURAL($n) ->
    [zero] لا علامة مختارة
    [one] علامة مختارة واحدة
    [two] علامتان مختارتان
    [few] { $n } علامات مختارة
    [many] { $n } علامة مختارة
   *[other] { $n } علامة مختارة
}
annotations-chosen-several = المختارة: { $n }
attribute-passed-over = علامات تُركت لأن تصنيفها ليست له هذه الخاصية: { $n }
page-menu-name = ما يمكن عمله بـ «{ $text }»
annotations-note-relation = ملاحظة على العلاقة المختارة
annotations-note-document = ملاحظة على المستند
document-said = المستند
flag = للمراجعة
flag-relation = العلاقة المختارة للمراجعة
flag-document = المستند للمراجعة
flag-set = نُبّه إلى أنها للمراجعة
flag-set-relation = نُبّه إلى أن العلاقة للمراجعة
flag-set-document = نُبّه إلى أن المستند للمراجعة
flag-taken = أُزيل التنبيه
marks-none = لا ملاحظات ولا شيء للمراجعة
search-marks = الملاحظات وما للمراجعة
search-marks-filter = تصفية بالملاحظة أو النص أو التصنيف
marks-all = الكل
marks-notes = الملاحظات
marks-flags = للمراجعة
mark-of-document = المستند
mark-of-relation = علاقة
chain-of = سلسلة { $label }: { $n }
chain-member = { $text }، من سلسلة { $label }
chain-at = { $n } من { $total } · { $label }
chain-none-here = ليست العلامة في سلسلة
chain-no-type = ليس في المخطط نوع علاقة يصنع سلاسل: اجعل نوعًا منها علاقة تكافؤ أولًا
chain-joined = جُمعت العلامات في سلسلة واحدة
chain-left = أُخرجت العلامة من السلسلة
chain-split = قُطعت السلسلة اثنتين
annotations-note = ملاحظة على العلامة المختارة
documents-none-match = لا مستند يوافق التصفية.
documents-menu = ما يمكن فعله بالمستند
documents-damaged = تالف
documents-failed = تعذّرت قراءته
documents-loading = يُقرأ الآن…
documents-unread = لم يُقرأ بعد
documents-uncounted = لم تُعدّ علاماته بعد
documents-done = أُنجز { $n } من { $total }
documents-done-filter = { $n } من { $total } في التصفية
documents-folder = المجلد
documents-usual-filters = التصفيات المعتادة
documents-filter-all = كل المستندات
documents-filter-undone = غير المنجز
documents-filter-annotated = فيه علامات
documents-filter-without = بلا علامات
documents-filter-conflicts = فيه تعارضات
documents-filter-long = أطول من { 500 } كلمة
documents-filter-mine = مستنداتي
documents-filter-today = تغيّر اليوم
documents-sort-files = ترتيب الملفات
documents-sort-title = العنوان
documents-sort-annotations = العلامات
documents-sort-annotator = الواسم
documents-sort-changed = آخر تغيير
documents-sort-size = الحجم
documents-descending = الأخير أولًا
documents-details = سطران لكل مستند
query-wrong = عند المحرف { $at }: { $fault }
query-no-field = «{ $name }» ليس حقلًا. الحقول: حالة، واسم، تصنيف، علامات، علاقات، تعارضات، كلمات، تغيير، مجلد، عنوان، معرف، مسار، خاصية؛ والنص الذي فيه نقطتان يوضع بين "…".
query-no-state = «{ $name }» ليست حالة. الحالات: جديد، قيد-العمل، منجز، للمراجعة، مرفوض، غير-منجز.
query-no-number = «{ $text }» ليس عددًا.
query-no-day = «{ $text }» ليس يومًا. تُكتب الأيام هكذا 2026-11-30 والأشهر هكذا 2026-11.
query-no-value = لم تُذكر قيمة الحقل «{ $name }».
query-no-order = الحقل «{ $name }» لا يقبل أكبر ولا أصغر.
query-open-quote = علامة تنصيص " لا تُغلقها أخرى.
filter = تصفية
filter-documents = تصفية المستندات
filter-annotations = تصفية العلامات
filter-labels = تصفية التصنيفات
filter-clear = إلغاء التصفية
sort-by = الترتيب حسب
sort-position = الموضع في النص
sort-label = التصنيف
sort-text = النص
sort-name = الاسم
sort-state = الحالة
column-label = التصنيف
column-text = النص
column-key = المفتاح
column-command = الأمر
column-count = العدد

## الأعداد

count-annotations = { PLURAL($n) ->
    [zero] لا علامات
    [one] علامة واحدة
    [two] علامتان
    [few] { $n } علامات
    [many] { $n } علامة
   *[other] { $n } علامة
}
count-documents = { PLURAL($n) ->
    [zero] لا مستندات
    [one] مستند واحد
    [two] مستندان
    [few] { $n } مستندات
    [many] { $n } مستندًا
   *[other] { $n } مستند
}
count-characters = { PLURAL($n) ->
    [zero] لا محارف
    [one] محرف واحد
    [two] محرفان
    [few] { $n } محارف
    [many] { $n } محرفًا
   *[other] { $n } محرف
}
count-words = { PLURAL($n) ->
    [zero] لا كلمات
    [one] كلمة واحدة
    [two] كلمتان
    [few] { $n } كلمات
    [many] { $n } كلمة
   *[other] { $n } كلمة
}
count-of = { $n } من { $total }

## حالة المستند

state-new = جديد
state-in-progress = قيد العمل
state-done = منجز
state-look-again = للمراجعة
state-rejected = مرفوض
state-done-empty = منجز، لا شيء فيه

## شريط الحالة

status-safe = محفوظ
status-unsaved = لم يُحفظ بعد
status-saving = يجري الحفظ…
status-being-read = تُقرأ العلامات… { $n }
status-label-waits = ما زال المستند يُقرأ، ويوضع التصنيف حين تكتمل قراءته
status-labels-gone = { PLURAL($n) ->
    [zero] تعذّرت قراءة المستند
    [one] تعذّرت قراءة المستند، فلم يوضع التصنيف الذي طلبته
    [two] تعذّرت قراءة المستند، فلم يوضع التصنيفان اللذان طلبتهما
    [few] تعذّرت قراءة المستند، فلم توضع { $n } تصنيفات طلبتها
    [many] تعذّرت قراءة المستند، فلم يوضع { $n } تصنيفًا طلبتها
   *[other] تعذّرت قراءة المستند، فلم يوضع { $n } تصنيف طلبتها
}
status-kept = في أمان
status-kept-tip = كل خطوة مكتوبة على القرص في دفتر خطوات بجانب المستند؛ { $save } يضعها في ملفه
status-in-memory = في الذاكرة فقط
status-in-memory-tip = تعذّرت كتابة دفتر الخطوات ({ $why })، وتُعاد المحاولة؛ { $save } يحفظ المستند
status-writing = يُكتب…
status-recovered = «{ $title }»: استُعيد مما لم يُحفظ { PLURAL($n) ->
    [zero] العمل كله
    [one] خطوة واحدة
    [two] خطوتان
    [few] { $n } خطوات
    [many] { $n } خطوة
   *[other] { $n } خطوة
}
status-journal-torn = آخر ما في دفتر الخطوات لم تكتمل كتابته فتُرك
status-journal-damaged = في دفتر الخطوات جزء لا يُقرأ، ونسخته كاملة في { $path }
status-journal-aside = وُجد دفتر خطوات لعمل لم يُحفظ، وهو لا يوافق ملفه، فلم يُطبَّق ولم يُحذف، وهو في { $path } ({ $why })
status-not-kept = «{ $title }»: تعذّرت كتابة دفتر الخطوات ({ $why })، فهي في الذاكرة فقط؛ احفظ عملك في مكان آخر
status-journal-lost = «{ $title }»: { $why }، فيُكتب المستند كله في دفتر جديد: { $path }
status-journal-lost-aside = وما وُجد في مكانه محفوظ في { $path }
status-journal-elsewhere = «{ $title }»: مجلد ملفه غير موجود، فتُكتب خطواته مع العمل الذي لم يُحفظ؛ احفظه في مجلد آخر
status-read-only = للقراءة فقط
read-only-held = المستند للقراءة فقط: هو مفتوح في برنامج آخر ({ $who })؛ أغلقه هناك أو احفظه باسم آخر
read-only-newer = المستند للقراءة فقط: كتبه إصدار أحدث من حاشية (الصيغة { $version })؛ افتحه به
read-only-earlier = المستند للقراءة فقط: هو نسخة سابقة حُفظت في { $saved }؛ استرجعها أو احفظها باسم آخر
read-only-being-read = ما زال المستند يُقرأ، ويمكن تغييره بعد لحظة
read-only-unsound = المستند للقراءة فقط: ملفه تالف وبعضه غير معروض؛ أصلحه في ملف جديد (المستند، إصلاح)
status-saved = حُفظ في { $name }
status-selection = { $text } { $range }
status-no-selection = لا شيء محدد
status-annotator = الواسم: { $name }
status-no-annotator = بلا اسم بعد
status-annotator-tip = الاسم الذي تحمله العلامات الجديدة؛ انقر لتغييره
status-state-tip = إلى أين بلغ العمل على هذا المستند
status-quote = ‹{ $text }›
status-ranges = { PLURAL($n) ->
    [zero] لا مقاطع محددة
    [one] مقطع واحد محدد
    [two] مقطعان محددان
    [few] { $n } مقاطع محددة
    [many] { $n } مقطعًا محددًا
   *[other] { $n } مقطع محدد
}
status-ranges-tip = مفتاح التصنيف يجعل منها كلها علامة واحدة، وEsc يُبقي المقطع الذي فيه المؤشر
status-offsets-tip = أول الموضع وآخره في النص، بنقاط يونيكود من بدايته
status-encoding = قُرئ النص بترميز { $name }
status-sticky-stop = الكفّ عن إعطاء هذا التصنيف لكل تحديد جديد
status-sticky = وسم متواصل: { $label }
status-undone = أُبطل التغيير الأخير
status-undone-what = تراجعت عن: { $what }
status-redone-what = أعدت: { $what }
status-redone = أُعيد التغيير
status-nothing-to-undo = لا شيء يُتراجع عنه
status-none-undone = لم يبق مستند غير منجز
status-none-undone-filter = لم يبق في التصفية مستند غير منجز
status-nothing-to-redo = لا شيء يُعاد
status-copied = نُسخ
status-exports-removed = حُذفت ملفات لم تعد من مجموعة البيانات: { $files }
status-exported = صُدّر إلى { $path }
status-table-saved = الجدول في { $path }
status-losses-saved = كُتب ما لا تحمله الصيغة في { $path }
status-opened = { PLURAL($n) ->
    [zero] لم يُفتح مستند
    [one] فُتح مستند واحد
    [two] فُتح مستندان
    [few] فُتحت { $n } مستندات
    [many] فُتح { $n } مستندًا
   *[other] فُتح { $n } مستند
}
status-select-first = حدّد كلمات في النص أولًا
status-choose-annotation-first = اختر علامة أولًا: انقرها أو اضغط Tab

## التحويم فوق علامة

hover-label = التصنيف
hover-quote = النص
hover-offsets = المحارف { $start } إلى { $end }
hover-annotator = الواسم
hover-note = ملاحظة
hover-others = يحيط بها
hover-more = { PLURAL($n) ->
    [zero] ولا غيرها
    [one] وواحدة أخرى
    [two] واثنتان أخريان
    [few] و{ $n } أخرى
    [many] و{ $n } أخرى
   *[other] و{ $n } أخرى
}

## الأزرار

action-ok = موافق
action-cancel = إلغاء
action-close = إغلاق
action-save = حفظ
action-discard = تجاهل التغييرات
action-delete = حذف
action-add = إضافة
action-rename = تغيير الاسم
action-move-up = إلى أعلى
action-move-down = إلى أسفل
action-open = فتح
action-browse = تصفح…
action-retry = إعادة المحاولة
action-dismiss = إخفاء
toasts-whole = اقرأها ثانية
toasts-earlier = { PLURAL($n) ->
    [zero] لا رسائل سابقة
    [one] رسالة سابقة: اقرأها ثانية
    [two] رسالتان سابقتان: اقرأهما ثانية
    [few] { $n } رسائل سابقة: اقرأها ثانية
    [many] { $n } رسالة سابقة: اقرأها ثانية
   *[other] { $n } رسالة سابقة: اقرأها ثانية
}

## الحوارات

dialog-unsaved-title = هل تحفظ عملك؟
dialog-unsaved-register = تعذّرت كتابة سجل الكيانات: آخر ما أُدخل فيه أو غُيّر ليس في أي ملف بعد.
dialog-unsaved-body = { PLURAL($n) ->
    [zero] لا تغييرات تنتظر الحفظ.
    [one] في مستند واحد تغييرات لم تُحفظ.
    [two] في مستندين تغييرات لم تُحفظ.
    [few] في { $n } مستندات تغييرات لم تُحفظ.
    [many] في { $n } مستندًا تغييرات لم تُحفظ.
   *[other] في { $n } مستند تغييرات لم تُحفظ.
}
dialog-delete-label-title = هل تحذف التصنيف { $label }؟
dialog-delete-label-body = { PLURAL($n) ->
    [zero] لا علامة لها هذا التصنيف.
    [one] علامة واحدة لها هذا التصنيف.
    [two] علامتان لهما هذا التصنيف.
    [few] { $n } علامات لها هذا التصنيف.
    [many] { $n } علامة لها هذا التصنيف.
   *[other] { $n } علامة لها هذا التصنيف.
}
dialog-delete-label-remove = حذفها معه
dialog-delete-label-move = إعطاؤها تصنيفًا آخر
dialog-open-path-title = فتح بالمسار
dialog-open-path-hint = مسار ملف أو مجلد
dialog-save-path-title = حفظ بالمسار
dialog-save-path-hint = مسار الملف الذي يُكتب
dialog-export-title = تصدير
dialog-export-format = الصيغة
format-txt = نص مجرد
format-jsonl = أسطر JSON
format-conll = كلمات بوسومها، CoNLL
format-conllu = كلمات بنحوها، CoNLL-U
format-brat = brat
format-doccano = doccano
format-doccano-relations = doccano مع العلاقات
format-label-studio = Label Studio
format-spacy = spaCy وProdigy
format-docbin = صيغة spaCy الخاصة، DocBin
format-datasets = مجموعات بيانات Hugging Face
format-parquet = جدول Parquet
format-langextract = LangExtract
format-gliner = GLiNER
format-gliner2 = GLiNER2
format-chat = محادثات لنماذج المحادثة
format-csv = جدول بفواصل
format-tsv = جدول بعلامات جدولة
format-html = صفحة للقراءة والطباعة، HTML
format-gate = GATE
format-web-annotation = Web Annotation من W3C
format-xmi = UIMA CAS، بصيغة XMI
format-cas-json = UIMA CAS، بصيغة JSON
format-webanno-tsv = WebAnno وINCEpTION
format-stam = STAM
format-tei = TEI لتحقيق النصوص
format-refi-qda = REFI-QDA للبحث النوعي
format-docx = مستند Word
format-odt = نص OpenDocument
dialog-export-losses = هذه الصيغة لا تتسع لكل شيء:
dialog-export-nothing-lost = هذه الصيغة تحفظ كل شيء.
dialog-error-title = لم ينجح ذلك
dialog-import-title = ملفات بصيغ أخرى
import-looking = يُنظر فيما في هذه الملفات…
import-nothing = لا يمكن استيراد شيء من هذه الملفات كما تُقرأ الآن.
import-found = { $documents }، { $annotations }. لا يُستورد شيء قبل أن تأذن.
import-of-format = { $format }: { $n }
import-labels = التصنيفات
import-formats = الملفات
import-otherwise = قراءتها على وجه آخر
import-format = الصيغة
import-format-looked-at = تُعرف مما في الملف
import-encoding = الترميز
import-encoding-guessed = يُخمَّن
import-unit = وحدة المواضع
import-unit-looked-at = تُعرف من النص إلى جانبها
import-leave-lines = ترك الأسطر التي لا تُقرأ
import-not-readable = لا يمكن استيراده كما يُقرأ الآن ({ $n })
import-to-know = ما ينبغي أن تعرفه قبل الاستيراد ({ $n })
import-and-more = و{ $n } غيرها
import-first = هكذا تبدأ
import-take = استيراد
import-take-rest = استيراد الباقي

dialog-encoding-title = ترميز النص

## التصنيفات

label-name = الاسم في مجموعات البيانات
label-arabic = الاسم العربي
label-english = الاسم الإنجليزي
label-key = المفتاح
label-colour = اللون
label-colour-hex = اللون بصيغة #rrggbb
label-parent = يندرج تحت
label-guideline = الإرشادات
label-count = { PLURAL($n) ->
    [zero] لم يُستعمل
    [one] استُعمل مرة واحدة
    [two] استُعمل مرتين
    [few] استُعمل { $n } مرات
    [many] استُعمل { $n } مرة
   *[other] استُعمل { $n } مرة
}

colour-blue = أزرق
colour-orange = برتقالي
colour-green = أخضر
colour-purple = بنفسجي
colour-slate = أردوازي
colour-vermilion = قرمزي
colour-sky = سماوي
colour-olive = زيتوني
colour-rose = وردي
colour-indigo = نيلي
colour-wine = خمري
colour-brown = بني

## الإعدادات

settings-title = الإعدادات
settings-general = عام
settings-keys = المفاتيح
keys-choose = اختر أمرًا لتغيّر مفاتيحه.
keys-of-labels = مفاتيح التصنيفات تُغيَّر في «تحرير التصنيفات…».
keys-of = مفاتيح «{ $command }»: { $keys }
keys-has-none = لا شيء
keys-change = تغيير المفتاح…
keys-add = إضافة مفتاح…
keys-none = بلا مفتاح
keys-default = المفتاح المعتاد
keys-press = اضغط المفتاح الجديد، أو Esc ليبقى كل شيء كما هو.
keys-taken = { $key } مفتاح الأمر «{ $other }».
keys-swap = التبديل بينهما: يصير { $key } للأمر «{ $other }»
keys-take = أخذه من الأمر «{ $other }»
keys-leave = تركه له
keys-label-has = { $key } مفتاح التصنيف «{ $label }». مفاتيح التصنيفات تُغيَّر في «تحرير التصنيفات…».
keys-reserved = { $key } يحرك المؤشر أو يُخرج أو يقص أو يلصق، فلا يُعطى لأمر.
settings-window = النافذة
settings-page = الصفحة
settings-work = العمل
settings-zoom = حجم أدوات النافذة
settings-tags = أسماء التصنيفات في النص
settings-tag-size = حجم أسماء التصنيفات
settings-card = بطاقة العلامة
settings-card-never = لا تظهر
settings-card-beside = بجانب النص
settings-card-foot = أسفل الصفحة
settings-invisibles = المحارف الخفية
settings-numbers = أرقام الفقرات
settings-preview = قرأتُ في ٣٠ دقيقة مقالًا عن Cairo و«النيل» (2026).
settings-less = أقل: { $name }
settings-more = أكثر: { $name }
settings-language = لغة الواجهة
settings-theme = المظهر
settings-theme-system = كالنظام
settings-theme-light = فاتح
settings-theme-dark = داكن
settings-contrast = تباين عال: سطوح سوداء وبيضاء وخطوط أقوى
settings-digits = أرقام الواجهة
settings-digits-arabic = ٠١٢٣ عربية
settings-digits-european = 0123 أوروبية
settings-dates = تواريخ الواجهة
settings-dates-numbers = بالأرقام
settings-dates-gregorian = ميلادية
settings-dates-hijri = هجرية
settings-font = خط القراءة
settings-text-size = حجم النص
settings-line-height = ارتفاع السطر
settings-column = أقصى طول للسطر (حرفًا)
settings-bar = شريط التمرير
settings-bar-auto = حيث تنتهي الأسطر
settings-bar-left = يسارًا
settings-bar-right = يمينًا
settings-effort = قياس الوقت والضغطات (يُحفظ على هذا الجهاز بجانب المشروع)
settings-smooth = الحركة: تنزلق الصفحة عند القفزات القصيرة، وتتدرّج اللوحات والقوائم، ويومض مؤشر الحقول
settings-annotator = اسم الواسم
settings-snap = السحب يأخذ
settings-snap-word = كلمات كاملة
settings-snap-clitic = كلمات أو حروفًا متصلة
settings-snap-letter = حروفًا
settings-trim = نزع علامات التنصيص والأقواس والمسافات و# عن أطراف العلامات الجديدة
settings-exclude-clitics = العلامات الجديدة تبدأ بعد الحروف المتصلة و ف ب ك ل

## لوحة الأوامر والمساعدة

palette-hint = اكتب اسم أمر
palette-none = لا أمر بهذا الاسم.
about-title = عن حاشية
about-version = الإصدار
about-licence = الرخصة
about-third-party = ما في البرنامج من مكتبات وخطوط، ورخصها:
help-title = المفاتيح والمساعدة
help-filter = تصفية الأوامر
help-change = النقر على سطر يغيّر مفتاحه.
help-arabic-keyboard = المفاتيح بمواضعها، فتعمل مع لوحة المفاتيح العربية أيضًا.

## حقول النص

field-undo = تراجع عن الكتابة
field-empty = فارغ

## الصفحة

page-scroll-bar = شريط التمرير وخريطة العلامات

## المسارات والتصدير والترميز

action-replace = استبدال
action-delete-ellipsis = حذف…
dialog-load-schema-title = تحميل التصنيفات بالمسار
dialog-load-schema-hint = مسار ملف مخطط
dialog-save-schema-title = حفظ التصنيفات بالمسار
dialog-save-schema-hint = مسار ملف المخطط الذي يُكتب
path-nothing = لا شيء في هذا الموضع.
path-new = سيُكتب ملف جديد.
path-no-folder = المجلد غير موجود.
path-file = ملف.
path-folder = مجلد: سيُفتح كل مستند فيه.
path-replaces = في هذا الموضع ملف، وسيُستبدل.
path-is-folder = في هذا الموضع مجلد. أضف اسم ملف.
path-is-file = في هذا الموضع ملف، وهذه الصيغة تكتب مجلدًا.
path-new-folder = سيُنشأ المجلد.
path-into-folder = ستُكتب الملفات في هذا المجلد.
path-unreadable = لا يمكن النظر في هذا الموضع.
export-clitics = الحروف المتصلة
export-clitics-as-made = كما وُسمت
export-clitics-include = داخل العلامة (وبالقاهرة)
export-clitics-exclude = خارجها (القاهرة)
export-clitics-split = تُفصل الكلمات عن حروفها المتصلة
export-documents = المستندات
export-current = هذا المستند
export-filtered = { PLURAL($n) ->
    [zero] لا مستندات في تصفية القائمة
    [one] المستند الذي في تصفية القائمة
    [two] المستندان اللذان في تصفية القائمة
    [few] { $n } مستندات في تصفية القائمة
    [many] { $n } مستندًا في تصفية القائمة
   *[other] { $n } مستند في تصفية القائمة
}
export-listed = { PLURAL($n) ->
    [zero] لا مستندات في القائمة
    [one] المستند الذي في القائمة
    [two] المستندان اللذان في القائمة
    [few] كل مستندات القائمة ({ $n })
    [many] كل مستندات القائمة ({ $n })
   *[other] كل مستندات القائمة ({ $n })
}
export-left-out = مستندات في القائمة لا تُصدَّر، إذ تعذّرت قراءتها أو هي بصيغة أخرى: { $n }
export-number = المستندات التي تُصدَّر: { $n }.
export-bare = مستندات بلا أي علامة: { $n }
export-folders = المجلدات
export-only = يُكتب منها
export-training = للتدريب
export-states = الحالة
export-labels = التصنيفات
export-annotators = الواسمون
export-nameless = بلا اسم
export-all = الكل
export-parts = في أجزاء
export-shares = الأجزاء وحصصها
export-seed = بذرة القرعة
export-card = بطاقة (README.md)
export-croissant = بيانات Croissant الوصفية
export-some = { PLURAL($n) ->
    [zero] لم يُختر شيء
    [one] واحد مختار
    [two] اثنان مختاران
    [few] { $n } مختارة
    [many] { $n } مختارًا
   *[other] { $n } مختار
}
filtered-out = ما استُبعد بحسب اختيارك: من المستندات { $documents }، ومن علامات غيرها { $annotations }، ومن علاقاتها { $relations }
export-file = يُكتب في ملف
export-folder = يُكتب في مجلد
export-makes-folder = مجلد من الملفات
export-weighing = يُنظر فيما تتسع له هذه الصيغة…
export-accept = تصدير دون هذا
export-save-losses = حفظ التقرير…
export-write = تصدير
export-scheme = وسوم الكلمات
export-scheme-as-imported = كما في الملف المستورد، وإلا IOB2
export-scheme-plain = التصنيف وحده
export-tokens = الكلمات
export-tokens-as-usual = كما في الملف المستورد، وإلا كلماتنا
export-tokens-ours = كلماتنا، على قواعد العربية
export-tokens-whitespace = ما بين المسافات
export-tokens-imported = كلمات الملف المستورد
export-overlap = العلامات المتداخلة
export-overlap-as-usual = كما في الملف المستورد، وإلا كعادة الصيغة
export-overlap-first = أسبقها وحدها
export-overlap-longest = أطولها وحدها
export-overlap-outermost = أوسعها وحدها
export-overlap-columns = عمود لكل طبقة
export-overlap-cells = عدة وسوم في خانة
export-pieces = العلامات ذات الأجزاء
export-pieces-drop = تُترك
export-pieces-split = كل جزء وحده
export-pieces-cover = من أول جزء إلى آخره
export-shard-size = حجم الملفات
export-shard-size-as-usual = { 256 } ميغابايت على الأكثر
export-shard-megabytes = { $n } ميغابايت على الأكثر
export-comments = تعليقات فيها المعرّفات والنص (كثير من البرامج يحسبها كلمات)
export-replace = استبدال ما هناك من ملفات لم تصدّرها حاشية
export-place = { $label } «{ $quote }»
export-more-places = ومواضع أخرى: { $n }
encoding-read = قُرئ { $file } بترميز { $name }.
encoding-guessed = قُرئ { $file } بترميز { $name }، وهو تخمين من بايتاته.
encoding-preview = هكذا يبدأ النص:
encoding-reopen = قراءة من جديد
encoding-unreadable = { PLURAL($n) ->
    [zero] كل المحارف مفهومة في هذا الترميز.
    [one] محرف واحد لا معنى له في هذا الترميز.
    [two] محرفان لا معنى لهما في هذا الترميز.
    [few] { $n } محارف لا معنى لها في هذا الترميز.
    [many] { $n } محرفًا لا معنى لها في هذا الترميز.
   *[other] { $n } محرف لا معنى لها في هذا الترميز.
}
encoding-utf-8 = يونيكود، المعتاد اليوم
encoding-utf-16le = يونيكود، كما تحفظه برامج ويندوز
encoding-utf-16be = يونيكود، البايت الأعلى أولًا
encoding-windows-1256 = عربي، ملفات ويندوز القديمة
encoding-iso-8859-6 = عربي، ملفات يونكس وصفحات قديمة

## تحرير التصنيفات

schema-title = المخطط
schema-bad-name = الاسم في مجموعات البيانات لا يكون فارغًا ولا تكون في طرفيه مسافات.
schema-name-taken = الاسم { $name } مستعمل.
schema-key-taken = المفتاح { $key } للتصنيف { $label }.
schema-key-command = للمفتاح { $key } معنى آخر: «{ $command }».
schema-not-a-key = ليس هذا مفتاحًا يكتب محرفًا.
schema-parent-cycle = سيندرج { $label } تحت نفسه.
schema-bad-colour = اكتب اللون هكذا: #0f6670
schema-no-key = بلا مفتاح
schema-press-key = اضغط مفتاحًا…
schema-key-tip = انقر ثم اضغط المفتاح. Esc يبقيه كما هو، وDel ينزعه.
schema-take-key-away = نزع المفتاح
schema-no-parent = بلا
schema-remove-relations = أنواع العلاقات التي تقبل هذا التصنيف تفقده، وما لا يقبل غيره يُحذف معه.
schema-delete-label = حذف التصنيف
refused-labels-changed = تغيّرت التصنيفات في هذه الأثناء، ولم يُنفَّذ شيء. اطلب التغيير مرة أخرى.
schema-place-of-labels = التصنيفات
schema-place-of-relations = أنواع العلاقات
schema-place-of-documents = خصائص المستندات
schema-description = الوصف
schema-attributes-of = الخصائص ({ $n })
schema-no-attribute-name = لا يكون اسم الخاصية فارغًا.
schema-no-choice = ليس للخاصية { $attribute } خيار بعد. اكتب واحدًا أدناه.
schema-choice-twice = الخيار «{ $choice }» موجود.
schema-name-too-long = عدد محارف «{ $start }…» { $n }، والحد { $most }.
schema-unseen-mark = في «{ $name }» محرف لا يُرى ({ $mark }). أزله.
relations-empty = لا أنواع علاقات بعد.
attributes-empty = لا خصائص بعد.
attribute-add = إضافة خاصية
attribute-up = رفع الخاصية
attribute-down = إنزال الخاصية
attribute-delete = حذف الخاصية…
attribute-kind = نوع القيمة
attribute-choices-list = الخيارات
attribute-default = القيمة المبدئية
attribute-is-required = لازمة: لا يُنجز المستند دونها
attribute-is-remembered = تُتذكَّر: تأخذ العلامة الجديدة ما أخذته التي قبلها
attribute-is-shown = تظهر في الصفحة بجانب التصنيف
kind-flag = نعم أو لا
kind-choice = خيار واحد
kind-choices = عدة خيارات
kind-number = عدد
kind-text = نص
kind-date = تاريخ
choice-name = اسم الخيار
choice-new = خيار جديد
choice-add = إضافة الخيار
choice-up = رفع الخيار
choice-down = إنزال الخيار
choice-delete = حذف الخيار
label-overlap = موضعه من غيره
overlap-any = في أي موضع
overlap-nested = داخل غيره أو حوله، ولا يقطع حدًّا
overlap-other-labels = مع علامات لها تصنيفات أخرى فقط
overlap-never = لا مع أي علامة أخرى
relation-kind = نوع العلاقة
relation-directed = موجَّهة
relation-symmetric = متبادلة
relation-equivalence = تكافؤ
relation-directed-means = من مصدر إلى هدف.
relation-symmetric-means = بين اثنين هما فيها سواء.
relation-equivalence-means = ما تربطه سلسلة واحدة، كذِكر الشيء الواحد مرات.
relation-from-labels = من التصنيفات
relation-to-labels = إلى التصنيفات
relation-one-labels = تصنيفات أحد الطرفين
relation-other-labels = تصنيفات الطرف الآخر
relation-any-label = أي تصنيف
guideline-part-before = الجزء السابق
guideline-part-after = الجزء التالي
guideline-part = الجزء { $n } من { $total }

## البحث

find-name = ابحث في المستند
find-previous = الموضع السابق
find-next = الموضع التالي

## ما لم يُقبل، وغيره مما يقال عرضًا

refused-no-document = لا مستند مفتوح
refused-already-there = { $label } قائم على هذا الموضع نفسه
refused-label-in-use = { PLURAL($n) ->
    [zero] لا علامة تصنيفها { $label }
    [one] علامة واحدة تصنيفها { $label }: حدّد مصيرها أولًا
    [two] علامتان تصنيفهما { $label }: حدّد مصيرهما أولًا
    [few] { $n } علامات تصنيفها { $label }: حدّد مصيرها أولًا
    [many] { $n } علامة تصنيفها { $label }: حدّد مصيرها أولًا
   *[other] { $n } علامة تصنيفها { $label }: حدّد مصيرها أولًا
}
status-sticky-ended = انتهى الوسم المتواصل
status-schema-saved = حُفظت التصنيفات في { $path }
status-schema-loaded = حُمّلت التصنيفات من { $path }
status-nothing-found = لا مستند من نوع تقرؤه حاشية
status-no-dialog = لا يعرض هذا النظام نافذة ملفات: اكتب المسار
status-exported-losses = صُدّر إلى { $path }. ما لم تحمله الصيغة: { $n }
page-loading = يُقرأ المستند…
page-failed = تعذّر فتح هذا المستند
page-none = افتح مستندًا: نصًّا أو مجلدًا، أو أفلته هنا.
page-drop = أفلت هنا للفتح
page-name = { $title }، نص المستند
page-name-ranges = { $title }، نص المستند، { $ranges }
dialog-in-the-way-title = الملف ليس كما كان
dialog-in-the-way-overwrite = استبدال الملف
dialog-in-the-way-other = حفظ باسم آخر
status-opened-title = فُتح { $title }
refused-reopen = في هذا المستند علامات، وقراءته من جديد تُفقدها
loss-lost = مفقود
loss-widened = موسَّع
loss-flattened = مبسَّط
loss-renamed = مسمّى باسم آخر
loss-undecided = لم يُبتّ فيه
loss-of-false-flag = خصائص قيمتها «لا»
loss-of-empty-attribute = خصائص فارغة
loss-of-spaces-in-attribute = تصير المسافات في الخصائص «_»
loss-of-lines-in-attribute = تصير نهايات الأسطر وعلامات الجدولة في الخصائص مسافات
loss-of-relation-attributes = خصائص العلاقات
loss-of-look-again = تنبيهات المراجعة
loss-of-entities = الربط بسجل الكيانات
loss-of-document-note = ملاحظة المستند
loss-of-relation-notes = ملاحظات العلاقات
loss-of-relation-ends = علاقات لا يُكتب أحد طرفيها
loss-of-other-work = أعمال الآخرين والتنبؤات والمسودات
loss-of-layers = طبقات لا تُقرأ
loss-of-controls = محارف تحكم
loss-of-ids-and-provenance = المعرّفات والمصادر
loss-of-what-has-no-place = ما لا مكان له
loss-of-gaps = النص بين الجمل
loss-of-unplaced = ما لا موضع له في النص
loss-of-several-places = نصوص لها مواضع عدة
loss-of-relations-of-tokens = علاقات بين كلمات ليست علامات
loss-of-unlabelled = ما لا تصنيف له
loss-of-facts = حالة المستند وبياناته وخصائصه
loss-of-name = أسماء تصنيفات وعلاقات
loss-of-ids = المعرّفات
loss-of-relations = العلاقات
loss-of-note-lines = توضع ملاحظات متعددة الأسطر في سطر واحد
loss-of-same-name = تصنيفات تصير واحدًا مع غيرها
loss-of-columns = أعمدة لا تُقرأ
loss-of-document-id = معرّفات المستندات
loss-of-multiwords = كلمات لا تُكتب كأجزائها
loss-of-rows = أسطر الملفات الأصلية
loss-of-stray-tags = وسوم I- لا تلي B-
loss-of-equivalence = التكافؤات
loss-of-relation-attribute = خصائص العلاقات
loss-of-normalisation = الإحالات
loss-of-note = الملاحظات
loss-of-field = حقول لا مكان لها هنا

## كل مواضع نص

proposals-propagate-title = مواضع ‹{ $text }› الأخرى، لتصير { $label }
proposals-relabel-title = علامات ‹{ $text }›، ليصير تصنيفها { $label }
proposals-delete-title = علامات { $label } على ‹{ $text }›، للحذف
proposals-clitics-title = الحروف المتصلة في أول العلامات
scope-document = هذا المستند
scope-project = كل المستندات في القائمة ({ $n })
proposals-wide = الإملاء كما في البحث: ى كالياء، ؤ كالواو
proposals-inside = الحروف المتصلة (و ف ب ك ل) داخل العلامة
proposals-article = «أل» التعريف من الحروف المتصلة
proposals-none = لا يوجد شيء.
proposals-chosen = المختار { $n } من { $total }
proposals-withheld = اقتراحات لا تُعرض لأن مثلها رُفض مرتين: { $n }
proposals-all = الكل
proposals-none-of-them = لا شيء
proposals-not-of-parts = العلامة ذات الأجزاء ليس لها نص واحد
proposals-do-label = وسم { $n }
proposals-do-relabel = تغيير تصنيف { $n }
proposals-do-delete = حذف { $n }
proposals-do-move = تغيير { $n }
group-hit = وُجد
group-exact = كما كُتب
group-with-clitics = بعد { $clitics }
group-folded = بإملاء آخر
group-inside = داخل علامة أخرى
group-clitics = { $clitics } في أولها
group-edge-inside-letter = طرف يفصل حرفًا عن حركته
group-stray-edge = مسافة أو تنصيص أو ترقيم عند الطرف
group-labelled-differently = له تصنيف آخر في غير هذا الموضع
group-unlabelled = غير موسوم هنا
seek-looking = بحث: { $n } من { $total }
seek-too-many = المجموع { $n }، وتظهر أوائلها
seek-unread = مستندات لم يمكن النظر فيها: { $n }
status-applied = مواضع تغيرت: { $n }
status-changed-there = { $title } · مواضع تغيرت: { $n }
clitics-none-here = لا حرف متصل قبل هذه الكلمة
clitics-enter-takes = { $take } يأخذ هذا، و{ $leave } يترك العلامة كما هي
clitics-begins-after = يبدأ التحديد بعد «{ $text }»
clitics-left-out = { PLURAL($n) ->
    [zero] لم يبق حرف متصل خارج العلامة
    [one] بقيت «{ $text }» خارج العلامة، و{ $key } يضمها
    [two] بقيت الحروف المتصلة خارج علامتين («{ $text }» …)
    [few] بقيت الحروف المتصلة خارج { $n } علامات («{ $text }» …)
    [many] بقيت الحروف المتصلة خارج { $n } علامة («{ $text }» …)
   *[other] بقيت الحروف المتصلة خارج { $n } علامة («{ $text }» …)
}
clitics-stands-for = تعني ‹{ $text }›
status-applied-waiting = مستندات تُقرأ لأجل ذلك: { $n }
status-applied-skipped = مواضع كانت كما ينبغي من قبل، أو لم تعد موجودة: { $n }

## البحث في كل المستندات

find-options = كيف يُبحث
find-whole-words = كلمات كاملة
find-regex = تعبير نمطي
find-folds-all = بأي إملاء
find-folds-none = كما كُتب تمامًا
find-folds-some = { $n } من { 6 } فروق تُهمل
fold-marks = إهمال الحركات والتطويل
fold-alef = أ إ آ ٱ مثل ا، وكراسي الهمزة
fold-ya = ى مثل ي، ک مثل ك
fold-ta-marbuta = ة مثل ه
fold-digits = ٠١٢ مثل 012
fold-punctuation = الترقيم والمسافات والعرض وحالة الحروف
search-text = نص
search-annotations = علامات
search-consistency = الاتساق
search-text-name = ابحث عن نص
search-quote = نص العلامة
search-label = التصنيف: { $label }
search-overlapping = يتقاطع مع: { $label }
search-any = أي تصنيف
search-annotator = الواسم
search-note = في الملاحظة
search-attribute = خاصية، أو خاصية=قيمة
search-order = الترتيب: { $by }
search-by-place = الموضع
search-by-before = الكلمة السابقة
search-by-after = الكلمة اللاحقة
search-by-document = المستند
search-by-label = التصنيف
search-close = إغلاق البحث
search-found = وُجد: { $n }
search-ticked = المختار: { $n }، ومفتاح التصنيف يَسِمه
search-mend = إصلاح { $n }
search-usually = { $label }، وفي غيره { $usual }

## التعارضات التي تركها الدمج
dialog-conflicts-title = التعارضات
conflicts-none = بُتّ في كل التعارضات. احفظ المستند ليبقى ذلك.
conflicts-count = { $at } من { $n }
conflicts-next = التالي
conflicts-previous = السابق
conflicts-ours = صيغتنا
conflicts-theirs = صيغتهم
conflicts-absent = محذوف
conflicts-keep-ours = إبقاء صيغتنا
conflicts-keep-theirs = أخذ صيغتهم
conflicts-keep-both = إبقاء الاثنتين
conflicts-annotation = علامة غُيّرت على وجهين.
conflicts-relation = علاقة غُيّرت على وجهين.
conflicts-label = تصنيف غُيّر على وجهين.
conflicts-relation-type = نوع علاقة غُيّر على وجهين.
conflicts-document-attribute = خاصية من خصائص المستندات غُيّرت على وجهين.
conflicts-state = حالة المستند غُيّرت على وجهين.
conflicts-value = خاصية المستند { $name } غُيّرت على وجهين.
conflicts-fact = غُيّر { $name } على وجهين.

## المستندات التالفة

dialog-mend-title = مستند تالف
mend-about = لم يجتز { $name } الفحوص. يُعرض منه ما أمكنت قراءته، ولا يُكتب فيه شيء من هنا.
mend-cut = آخر الملف مفقود وضاع ما كان فيه. { PLURAL($n) ->
        [zero] لم تبق أي علامة.
        [one] بقيت علامة واحدة.
        [two] بقيت علامتان.
        [few] بقيت { $n } علامات.
        [many] بقيت { $n } علامة.
       *[other] بقيت { $n } علامة.
    } وقد تحوي نسخة سابقة الباقي.
mend-problems = مواضع الخلل: { $n }
mend-repairs = ما يمكن عمله: { $n }
mend-line = السطر { $n }
mend-unreadable = متروك لأنه لا يُقرأ: { $line }
mend-was = كان: { $what }
mend-will = يصير: { $what }
mend-nothing = لا شيء
mend-the-document = المستند
mend-do = تنفيذ المختار ({ $n })
mend-take-back = التراجع عن آخرها
mend-save = حفظ المستند المُصلَح باسم…
mend-sound = لم يبقَ خلل. احفظ المستند المُصلَح ملفًا جديدًا.
mend-needs-a-person = ما بقي يحتاج إلى إنسان: صحّح الأسطر المذكورة في محرر نصوص، أو استرجع نسخة سابقة.
mend-text-edited = حُرّر نصه يدويًا. ولا تزال نسخة سابقة تحمل النص كما كان، فيمكن نقل العلامات إلى النص المحرَّر.
mend-follow-text = نقل العلامات إلى النص المحرَّر…
mend-write-digest = تُحسب البصمة من جديد من النص كما هو
mend-move-span = تنتقل { $name } إلى موضع كلماتها
mend-take-text = تبقى { $name } في موضعها وتأخذ كلماته
mend-join-spans = تصير أجزاء { $name } المتداخلة جزءًا واحدًا
mend-set-aside = تُترك { $name }
mend-new-id = تأخذ { $name } الثانية معرّفًا خاصًا بها
mend-set-time = { $name }: ما ليس وقتًا يصير وقتًا
mend-add-label = يُضاف التصنيف { $name }
mend-add-relation-type = يُضاف نوع العلاقة { $name }
mend-allow-ends = لنوع العلاقة { $name } أن يربط هذين التصنيفين
mend-define = تُعرَّف الخاصية { $name } في { $owner }
mend-add-choice = تأخذ الخاصية { $name } في { $owner } خيارًا آخر
mend-drop-value = تفقد { $owner } خاصيتها { $name }
mend-drop-key = يفقد التصنيف { $name } مفتاحه، وهو لغيره
mend-drop-default = تُحذف القيمة المبدئية للخاصية { $name } لأنها لا تصح لها
mend-drop-parent = لا يبقى التصنيف { $name } مندرجًا تحت غيره
mend-drop-second = يُترك التعريف الثاني لـ{ $name }
mend-drop-conflict = يُترك التعارض { $n }
problem-bad-digest = البصمة غير سليمة
problem-digest = النص لا يطابق بصمته: { $why }
problem-too-long = النص أطول مما يسعه مستند: { $len } بايت
problem-span = { $id }: { $why }
problem-quote = في { $id }: «{ $said }»، وفي النص: «{ $found }»
problem-duplicate = المعرّف { $id } مستعمل مرتين
problem-time = { $id }: «{ $said }» ليس وقتًا
problem-empty-conflict = تعارض ليس فيه أيٌّ من الصيغتين
dialog-save-mended-title = حفظ المستند المُصلَح
path-taken = هنا ملف بهذا الاسم، والمستند المُصلَح لا يحل محل ملف؛ اختر اسمًا آخر.
refused-not-mended = المستند المعروض ليس تالفًا؛ لم يُحفظ شيء

## نص تغيّر تحت علاماته

dialog-new-text-title = النص المتغيّر
dialog-new-text-hint = مسار النص كما صار
dialog-reanchor-title = العلامات في النص المتغيّر
reanchor-counts = في مواضعها: { $exact } · انتقلت: { $moved } · في عدة مواضع: { $ambiguous } · لم توجد: { $lost }
reanchor-ambiguous = للبتّ ({ $n })
reanchor-lost = لم توجد ({ $n })
reanchor-moved = انتقلت ({ $n })
reanchor-none = لا شيء.
reanchor-stood = كانت هنا:
reanchor-stands = وهي الآن هنا:
reanchor-where = أين هي الآن؟
reanchor-leave-out = تركها
reanchor-too-many = كلماتها في مواضع أكثر من أن تُقارن؛ فتُترك.
reanchor-left-out = المتروك: { $n } · علاقات تفقد طرفًا: { $relations }
reanchor-new = المستند الجديد لم يُحفظ بعد، والقديم يبقى كما هو.
reanchor-make = إنشاء المستند الجديد
status-reanchored = مستند جديد بالنص المتغيّر؛ لم يُحفظ بعد

## معينات القراءة

aid-title = عن هذا النص
aid-stands-for = يعني
aid-date = بالتقويم الآخر
aid-reader = للقراءة
aid-iso = ISO 233
aid-buckwalter = Buckwalter
aid-code-points = محارفه: { $n }

# ملف مستند مفتوح غيّره برنامج آخر
changed-title = غيّر برنامج آخر الملف
changed-body = لم يعد { $name } كما قُرئ. وليس هنا عمل لم يُحفظ.
changed-body-unsaved = لم يعد { $name } كما قُرئ، وفي المستند المفتوح عمل لم يُحفظ. الدمج يبقي العملين، وما غيّره الطرفان معًا تبتّ فيه أنت. ولك التراجع عن أي اختيار.
changed-body-read-only = لم يعد { $name } كما قُرئ.
changed-body-gone = لم يعد { $name } موجودًا: نُقل أو سُمّي باسم آخر أو حُذف. وما كان فيه مفتوح هنا، ويُعدّ غير محفوظ.
changed-merge = دمج
changed-read-again = إعادة القراءة
changed-take-theirs = أخذ ما في الملف
changed-keep-mine = إبقاء ما عندي
changed-write-again = كتابته من جديد
status-file-changed = غيّر برنامج آخر { $name }
status-file-gone = لم يعد { $name } موجودًا
status-kept-mine = بقي ما عندك، والحفظ التالي يستبدل الملف
status-read-again = أُعيدت قراءة «{ $title }»
status-merged = «{ $title }»: دُمج مع الملف، ولم يُحفظ بعد
status-merged-conflicts = «{ $title }»: دُمج مع الملف، وبقي البتّ في { PLURAL($n) ->
    [zero] لا شيء
    [one] تعارض واحد
    [two] تعارضين
    [few] { $n } تعارضات
    [many] { $n } تعارضًا
   *[other] { $n } تعارض
}

# النسخ السابقة
command-earlier-versions = النسخ السابقة…
    .tip = اعرض ما استبدله الحفظ وما عُزل من دفاتر الخطوات: اقرأ نسخة أو استرجعها
settings-versions = عدد النسخ السابقة
earlier-title = النسخ السابقة
earlier-kept = يبقى بجانب كل مستند مما استبدله الحفظ: { PLURAL($n) ->
    [zero] لا شيء
    [one] نسخة واحدة
    [two] نسختان
    [few] { $n } نسخ
    [many] { $n } نسخة
   *[other] { $n } نسخة
}.
earlier-reading = تُقرأ…
earlier-unreadable = لا تُقرأ
earlier-journal = دفتر خطوات معزول، { $when }
earlier-about = { PLURAL($n) ->
    [zero] بلا علامات
    [one] علامة واحدة
    [two] علامتان
    [few] { $n } علامات
    [many] { $n } علامة
   *[other] { $n } علامة
} · { $annotator }
earlier-steps = { PLURAL($n) ->
    [zero] بلا خطوات
    [one] خطوة واحدة
    [two] خطوتان
    [few] { $n } خطوات
    [many] { $n } خطوة
   *[other] { $n } خطوة
}
earlier-read = فتح للقراءة
earlier-read-hint = مستندًا مستقلًّا لا يُغيَّر
earlier-restore = استرجاع
earlier-restore-hint = إلى المستند المفتوح، خطوةً يمكن التراجع عنها
status-restored = «{ $title }»: استُرجعت نسخة { $when }، ولك التراجع
status-restored-beside = «{ $title }»: نصّ نسخة { $when } مختلف، ففُتحت مستندًا مستقلًّا
status-other-names = لملف { $name } { PLURAL($n) ->
    [zero] أسماء أخرى
    [one] اسم آخر
    [two] اسمان آخران
    [few] { $n } أسماء أخرى
    [many] { $n } اسمًا آخر
   *[other] { $n } اسم آخر
} (روابط صلبة) بقي فيها ما كان قبل هذا الحفظ
status-version-not-kept = حُفظ { $name }، وتعذّر إبقاء ما كان فيه نسخةً سابقة ({ $why })

## ما يقوله النظام

io-not-found = لا ملف ولا مجلد بهذا الاسم
io-permission = لا إذن بالقراءة أو الكتابة هناك
io-is-folder = هو مجلد لا ملف
io-not-folder = في المسار ملف حيث يلزم مجلد
io-full = القرص ممتلئ
io-quota = استُنفدت حصتك من القرص
io-read-only = المكان للقراءة فقط
io-exists = هناك شيء بهذا الاسم من قبل
io-timed-out = لم يأتِ الرد في مهلته
io-interrupted = قوطع العمل؛ حاول مجددًا
io-too-large = الملف أكبر مما يقبله ذلك القرص
io-busy = يستعمله برنامج آخر
io-name = الاسم غير مقبول هناك أو أطول مما يجوز
io-network = المجلد الشبكي لا يجيب
io-end = ينتهي قبل تمامه
io-memory = لا تكفي الذاكرة
io-other = رفض النظام ذلك
io-number = رفض النظام ذلك (رقم الخطأ { $n })
io-device = القرص نفسه يخطئ في القراءة أو الكتابة؛ انسخ ما عليه إلى غيره
io-too-many-open = الملفات المفتوحة أكثر مما يسمح به النظام؛ أغلق بعضها
io-not-empty = المجلد ليس فارغًا
io-crosses-disks = المكانان على قرصين
io-too-many-links = للملف أسماء أكثر مما يقبله ذلك القرص
io-unsupported = ذلك القرص أو النظام لا يستطيع هذا
io-write-zero = لم يُكتب إلا بعضه
io-invalid-data = ما فيه ليس على الصورة المنتظرة
io-broken-pipe = البرنامج الذي كان يقرأ توقف عن القراءة
io-circle = الروابط الرمزية تدور في حلقة
io-journal-too-long = تزيد بايتاته على ما يُقرأ ثانية
journal-lost-removed = حذف برنامج آخر دفتر خطواته
journal-lost-folder = حذف برنامج آخر المجلد الذي فيه دفتر خطواته
journal-lost-replaced = وضع برنامج آخر ملفًا مكان دفتر خطواته
journal-lost-cut = قصّ برنامج آخر آخر دفتر خطواته
journal-lost-written = كتب برنامج آخر في دفتر خطواته
io-journal-taken = يأخذه برنامج آخر مرة بعد مرة
io-too-many-journals = دفاتر الخطوات المعزولة هنا أكثر مما يجوز
io-too-many-set-aside = الملفات التالفة المعزولة هنا أكثر مما يجوز
io-not-a-file = ليس ملفًا
io-link-for-file = هو رابط يخرج من مجلد مستنداته؛ ضع ملفًا مكانه
io-link-for-folder = مجلد نسخه السابقة رابط لا مجلد
io-name-leads-out = الاسم يخرج من المجلد
io-link-leads-out = هناك رابط يخرج من المجلد
io-no-common-folder = لا مجلد يجمع هذه الملفات؛ غيّر ما كان منها على قرص واحد كل مرة
io-name-not-unicode = فيه اسم ليس من يونيكود، وتغيير عدة ملفات معًا يحتاج إليه

## ملفات لا تُفتح

load-io = { $path }: { $why }
load-too-large = { $path }: في الملف { $len } بايت، ولا تفتح حاشية ما زاد على { $limit }؛ قسّمه إلى عدة ملفات
load-empty = { $path }: الملف فارغ
load-not-utf8 = { $path }، السطر { $line }: البايت { $byte } ليس من UTF-8؛ غيّر برنامج آخر الملف، وهو باقٍ كما هو
load-not-ours = { $path }، السطر { $line }: ليس هذا ملف حاشية المنتظر: { $why }
load-newer = { $path }: صيغة الملف { $found }، وهذا الإصدار من حاشية يعرف الصيغ حتى { $known }؛ افتحه بإصدار أحدث، والملف باقٍ كما هو
load-syntax = { $path }، السطر { $line }، العمود { $column }: الملف هنا تالف: { $why }، وهو باقٍ كما هو
fault-details = { $why }
syntax-ended = ينتهي الملف أو نص فيه قبل تمامه
syntax-missing-field = ينقص الحقل { $name }
syntax-unknown-field = فيه حقل مجهول: { $name }
syntax-field-twice = الحقل { $name } مكرر
syntax-unknown-word = كلمة لا تصلح هنا: { $word }
syntax-punctuation = فاصلة أو نقطتان أو قوس ناقص أو في غير موضعه
syntax-text = نص غير سليم الكتابة
syntax-number = عدد غير سليم الكتابة أو أكبر مما يجوز
syntax-wrong-value = قيمة من غير النوع المنتظر
syntax-too-deep = أقواس متداخلة أكثر مما يجوز
syntax-trailing = بعد نهاية الملف شيء زائد
load-cut = { $path }: الملف مبتور ونهايته مفقودة، وما بقي منه باقٍ كما هو
load-unsound = { $path }: لم يجتز الملف الفحوص فلم يُفتح، وهو باقٍ كما هو
load-more = … وغيرها: { $n }
ours-no-parenthesis = لا يبدأ بقوس
ours-no-version = أول ما فيه ليس رقم صيغته
ours-bad-version = رقم صيغته ليس عددًا من { 1 } فصاعدًا
ours-nothing-follows = لا شيء بعد رقم صيغته
ours-unknown-field = فيه حقل مجهول: { $name }
ours-holds = فيه { $found } لا { $wanted }
ours-packed = هذه النسخة تالفة لا يُفك ضغطها
ours-packed-cut = هذه النسخة مبتورة ونهايتها مفقودة
ours-hash = هذه النسخة تالفة: ليست ما أُبقي
kind-document = مستند
kind-schema = مخطط تصنيفات
kind-project = مشروع
kind-settings = إعدادات
kind-places = مواضع توقف القراءة
kind-assignments = توزيع المستندات على الواسمين
kind-window = حالة النافذة
kind-register = سجل كيانات
kind-memory = ذاكرة قرارات
text-to-crlf = حُوّلت نهايات أسطره من LF إلى CRLF، حوّلها git أو محرر؛ أعدها، واكتب «*.ron -text» في .gitattributes
text-to-lf = حُوّلت نهايات أسطره من CRLF إلى LF؛ أعدها
text-at-its-end = زيدت في آخره أسطر فارغة أو نُقصت؛ أعدها
text-somehow = غُيّر خارج حاشية، وقد لا توافقه العلامات
kept-none = لم تُبقَ منه نسخة سابقة.
kept-versions = نسخه السابقة الباقية: { $n }، أحدثها من { $when }.

## حفظ لم يتم

save-unsound = { $path }: لم يُحفظ، لأن في المستند خللًا: { $why }
save-register = { $path }: لم يُحفظ، لأن في سجل الكيانات خللًا: { $why }
save-time = { $path }: لم يُحفظ، لأن وقت { $id } خارج التقويم
save-too-large = { $path }: لم يُحفظ: { $len } بايت أكثر مما تفتحه حاشية ثانية ({ $limit })
save-changed = { $path }: لم يُحفظ: تغيّر الملف على القرص منذ قُرئ. احفظ باسم آخر، أو استبدله إن كنت تعلم ما فيه
save-exists = { $path }: لم يُحفظ: هناك ملف بهذا الاسم. اختر اسمًا آخر
save-disk-full = { $path }: لم يُحفظ: القرص ممتلئ، والملف على القرص كما كان. أخلِ مكانًا واحفظ مجددًا
save-permission = { $path }: لم يُحفظ: لا إذن بالكتابة هناك، والملف على القرص كما كان. احفظه في مجلد آخر
save-no-folder = { $path }: لم يُحفظ: المجلد غير موجود. أعده أو احفظ في غيره
save-read-back = { $path }: لم يُحفظ: ما يعيده القرص ليس ما كُتب فيه، والملف على القرص كما كان
save-write-protected = { $path }: لم يُحفظ: الملف محميّ من الكتابة وهو كما كان. امنحه إذن الكتابة، أو استعمل اسمًا آخر
save-change-under-way = { $path }: لم يتغير شيء: برنامج آخر يغيّر عدة ملفات في هذا المجلد. أعد المحاولة بعد لحظة
save-bad-change-record = { $path }: ليس قيد تغيير يقرؤه هذا الإصدار من حاشية. إن لم يكن لحاشية فانقله إلى مكان آخر، وإلا فافتح المجلد بإصدار أحدث. لم يتغير شيء
save-not-taken-back = { $path }: تعذّر تغيير الملفات كلها، وتعذّرت إعادة ما تغيّر منها: { $why }. ستُعاد المحاولة عند فتح أي ملف منها
save-unknown = { $path }: كُتب، ولم يؤكد القرص ذلك ({ $why }). احفظ مجددًا
save-stream = { $path }: لم يُكتب إلا بعضه: { $why }
save-io = { $path }: لم يُحفظ: { $why }، والملف على القرص كما كان
save-held = { $path }: هو مفتوح في برنامج آخر ({ $who })؛ أغلقه هناك أولًا
held-unknown = غير معروف
held-process = { $who }، العملية { $number }
settings-untouched = تعمل هذه الجلسة بالإعدادات المعتادة، والملف باقٍ كما هو.
settings-set-aside = عُزل الملف في { $path }، والإعدادات هي المعتادة.
settings-left = تُرك الملف كما هو، والإعدادات هي المعتادة.
status-settings-not-kept = تعذّر على النافذة إبقاء إعداداتها: { $why }
status-damaged-set-aside = الملف التالف باقٍ بجانبه باسم { $path }

## الدفاتر

journal-other-file = بُني على حال أخرى للملف: غُيّر الملف بعده
journal-unreadable = ليس دفترًا يقرؤه هذا الإصدار من حاشية
journal-too-long = فيه { $len } بايت، وهو أكثر مما يُقرأ
journal-time = للعلامة { $id } وقت خارج التقويم
journal-damaged = هو تالف: { $why }
journal-no-number = خطوة بلا رقم
journal-out-of-order = الخطوة { $step } تأتي بعد الخطوة { $after }
journal-no-document = المستند الذي بُني عليه ناقص
journal-first-step = خطوته الأولى ناقصة
journal-record = فيه قيد لا يُقرأ: { $why }
journal-other-id = تغيير { $id } يحمل { $found }

## ما لا يكون في مستند

problem-at-line = السطر { $line }: { $what }
problem-schema = في التصنيفات خلل: { $why }
problem-unknown-label = تصنيف { $id } هو { $label }، وليس في المخطط
problem-unknown-type = نوع العلاقة { $id } هو { $label }، وليس في المخطط
problem-unknown-end = تشير { $id } إلى { $end }، وليس موجودًا
problem-end-not-allowed = العلاقة { $id } من النوع { $label } لا تربط { $source } بـ{ $target }
problem-id-of-both = المعرّف { $id } لعلامة ولعلاقة معًا
problem-attribute = الخاصية { $attribute } في { $owner }: { $why }
span-reversed = الموضع { $start }..{ $end } ينتهي قبل أن يبدأ
span-empty = الموضع { $start }..{ $end } فارغ
span-out-of-bounds = الموضع { $start }..{ $end } خارج النص، وفيه { $len } بايت
span-inside-character = الموضع { $start }..{ $end } يشقّ محرفًا: البايت { $byte } داخل «{ $character }»
span-none = لا علامة بلا موضع
span-overlapping = جزآها { $first } و{ $second } متداخلان
document-too-long = في النص { $len } بايت، ولا يسع المستند أكثر من { $limit }
schema-too-many = { $what }: { $count }، وأكثر ما تعمل به حاشية { $most }
schema-labels = التصنيفات
schema-relation-types = أنواع العلاقات
schema-attributes = الخصائص
schema-choices = الخيارات
schema-bad-name-is = لا يكون «{ $name }» اسمًا في مجموعات البيانات: في طرفيه مسافات أو فيه محارف لا تُكتب.
schema-unknown-parent = يندرج { $child } تحت { $parent }، وليس موجودًا.
schema-unknown-end = نوع العلاقة { $relation } يقبل التصنيف { $label }، وليس موجودًا
schema-bad-default = القيمة المبدئية للخاصية { $attribute } في { $owner } لا تصح: { $why }.
schema-bad-choice = الخيار «{ $choice }» للخاصية { $attribute } في { $owner } فارغ، أو في طرفيه مسافة، أو فيه فاصلة منقوطة ‏(;)‏ وهي التي تفصل بين الخيارات.
schema-duplicate-attribute = الخاصية { $attribute } معرّفة مرتين في { $owner }
attribute-undefined = ليست معرّفة في المخطط
attribute-too-many-choices = لها قيم يُختار منها أكثر من { $most }
attribute-too-many = لما تتبعه من الخصائص أكثر من { $most }
attribute-no-owner = ما تتبعه ليس في المخطط
attribute-wrong-kind = قيمتها من غير النوع المعرّف
attribute-not-a-choice = قيمتها { $value } ليست من خياراتها
attribute-not-each-once = بلا خيار، أو فيها خيار مكرَّر
attribute-not-finite = قيمتها ليست عددًا منتهيًا
attribute-yes = نعم
attribute-no = لا
fact-id = معرّف المستند
fact-note = ملاحظة المستند
fact-title = عنوان المستند
fact-annotator = واسم المستند
fact-schema-name = اسم المخطط
attribute-flag = نعم أو لا
attribute-date = تاريخ
attribute-choices = واحد أو أكثر من: { $choices }
attribute-number = عدد
attribute-text = نص
attribute-choice = واحد من: { $choices }

## تغييرات لم تُقبل

refused-unknown-label = لا تصنيف باسم { $label }
refused-unknown-type = لا نوع علاقة باسم { $label }
refused-unknown-annotation = لا علامة بالمعرّف { $id }
refused-unknown-relation = لا علاقة بالمعرّف { $id }
refused-end-not-allowed = لا تربط { $label } ‏{ $source } بـ{ $target }
refused-self-relation = لا تُربط { $id } بنفسها
refused-attribute = الخاصية { $name }: { $why }
refused-missing-from-schema = ليس في التصنيفات الجديدة { $label }، وله علامات ({ $n })
refused-piece-there = هذا الموضع من العلامة أصلًا
refused-no-piece-here = لا جزء من العلامة هنا: ضع المؤشر في الجزء الذي تريد نزعه
refused-only-piece = ليس للعلامة إلا جزء واحد؛ مفتاح الحذف يحذف العلامة كلها
refused-cut-at-edge = ليس في أحد جانبي القطع شيء من العلامة: انقر داخلها بين الجزأين
refused-nothing-to-merge = اختر علامتين أو أكثر أولًا: النقر مع Ctrl يضيف علامة
refused-labels-differ = { $first } و{ $second } تصنيفان مختلفان: اجعل للعلامات تصنيفًا واحدًا أولًا
refused-no-chain-type = لا تصنع { $label } سلاسل: اجعلها في المخطط علاقة تكافؤ
refused-nothing-to-join = اختر علامتين أو أكثر أولًا: النقر مع Ctrl يضيف علامة
refused-one-chain-already = هي في سلسلة واحدة أصلًا
refused-in-no-chain = ليست العلامة في سلسلة من { $label }
refused-chain-cut-at-end = هنا أول السلسلة: اختر علامة بعدها لتُقطع السلسلة قبلها
refused-no-such-conflict = بُتّ في هذا التعارض من قبل
refused-not-both = لا تجتمع الصيغتان: اختر إحداهما
refused-problem = لا يوافق المستند التصنيفات الجديدة: { $why }
refused-mismatch = لم يعد التغيير يوافق المستند: تغيّر في هذه الأثناء { $what }
part-annotation = العلامة { $id }
part-relation = العلاقة { $id }
part-schema = المخطط
part-state = حالة المستند
part-attributes = خاصية من خصائص المستند
part-facts = عنوان المستند
part-conflicts = قائمة التعارضات
merge-text-differs = النص نفسه مختلف، وعلامات نص لا توافق نصًّا آخر. انقل علامات أحدهما إلى نص الآخر أولًا، أو اختر أحد الملفين كله
merge-unsound = ما ينتج عن الدمج فيه خلل ({ $why }). اختر أحد الملفين كله
merge-key-taken = كان المفتاح { $key } لكلٍّ من { $keeps } و{ $loses }؛ بقي لـ{ $keeps }، فأعطِ { $loses } غيره
merge-parent-dropped = دارت التصنيفات المندرج بعضها تحت بعض في حلقة؛ لم يعد { $label } يندرج تحت غيره
merge-twins = علامات أضافها الطرفان بالتصنيف نفسه في الموضع نفسه، وبقيت كلها؛ عدد الأزواج: { $n }

## ما لم تفعله الجلسة

failed-in = { $title }: { $why }
failed-journal = { $path }: { $why }
failed-merge = { $path }: { $why }
failed-no-base = { $path }: لا يُعرف الأصل الذي جاء منه الملفان. أبقِ ما عندك، أو أعد قراءة الملف
failed-journal-waiting = { $path }: انهار البرنامج وترك خطوات ليست في الملف. افتح المستند أولًا؛ لم يتغير شيء
failed-checksum-broken = { $path }: غُيّر الملف خارج حاشية بعد حفظه. قارنه بنسخة سابقة؛ لم يتغير شيء
failed-rejected = { $path }: { $why }. الملف كما كان
failed-no-version = { $path }: لا نسخة رقمها { $number }؛ عدد النسخ المحفوظة { $count }
failed-over-document = { $path }: هناك مستند من مستندات حاشية، ولا يحل محله شيء مُصدَّر. اختر اسمًا آخر
failed-needs-folder = مجموعة البيانات بصيغة { $format } عدّة ملفات. اختر لها مجلدًا
failed-over-device = { $path }: هذا جهاز أو أنبوب وليس ملفًا. اختر مكانًا آخر
failed-over-foreign = { $path }: الملف الموجود لم تكتبه حاشية، أو غُيّر بعد ذلك. لم يُكتب شيء؛ اختر مكانًا آخر، أو انقل ذلك الملف
failed-same-place = { $path }: سيوضع هناك مستندان. لم يُكتب شيء
failed-changed-meanwhile = { $path }: تغيّر الملف أثناء قراءته. لم يُكتب شيء
failed-lines = { $first } (أسطر لا تُقرأ: { $n })
remark-line-left-out = { $why } (تُرك السطر)
failed-cancelled = أُلغي العمل ولم يُكتب شيء
failed-already-imported = { $path }: المستند موجود هناك. اختر مجلدًا آخر
failed-other-text-there = { $path }: في هذا الموضع مستند بنص آخر. إن تغيّر مصدره أمكن نقل المستند إلى النص الجديد
failed-project-there = { $path }: في هذا المجلد مشروع من قبل
failed-bad-shares = سمِّ كل واسم مرة واحدة، بحصة أكبر من صفر، وتداخل من { 0 } إلى { 100 } من كل مئة مستند
failed-nothing-assigned = لا مستند مسند إلى { $annotator }
failed-no-package = { $path }: ليس حزمة سُلّمت إلى واسم
failed-no-register = { $path }: سجل الكيانات جزء من مشروع، وهذا المستند ليس في مشروع
failed-no-project = { $path }: لا مشروع في هذا المجلد
failed-not-in-project = { $path }: ليس من مستندات المشروع
failed-no-documents-folder = { $path }: لا مجلد مستندات في المشروع. يُنشأ عند إضافة مستندات إليه
failed-bad-file-name = لا يصلح «{ $name }» اسمًا لملف
failed-other-text = { $path }: النص نفسه في الملف مختلف، فلا خطوة تؤدي إليه. ما هو مفتوح باقٍ كما هو: احفظه باسم آخر، ثم أعد قراءة الملف
failed-damaged = { $path }: الملف تالف لا يمكن عرض شيء منه. أصلحه في ملف جديد، أو استرجع نسخة سابقة
failed-no-document = { $path }: ليس فيه مستند
failed-gone = { $path }: كان مفتوحًا في المرة السابقة ولم يعد موجودًا. إن كان على قرص غير موصول فافتحه بعد وصله
failed-leads-out = { $path }: تُرك رابط يخرج من مجلده؛ افتح الرابط نفسه إن كان مقصودًا
passed-over = ليس في القائمة: { $what }
passed-over-failed = { PLURAL($n) ->
    [zero] لا شيء تعذّرت قراءته
    [one] موضع تعذّرت قراءته ({ $first })
    [two] موضعان تعذّرت قراءتهما، أوّلهما: { $first }
    [few] { $n } مواضع تعذّرت قراءتها، أوّلها: { $first }
    [many] { $n } موضعًا تعذّرت قراءتها، أوّلها: { $first }
   *[other] { $n } موضع تعذّرت قراءتها، أوّلها: { $first }
}
passed-over-broken = { PLURAL($n) ->
    [zero] لا رابط مقطوعًا
    [one] رابط إلى لا شيء ({ $first })
    [two] رابطان إلى لا شيء، أوّلهما: { $first }
    [few] { $n } روابط إلى لا شيء، أوّلها: { $first }
    [many] { $n } رابطًا إلى لا شيء، أوّلها: { $first }
   *[other] { $n } رابط إلى لا شيء، أوّلها: { $first }
}
passed-over-leading-out = { PLURAL($n) ->
    [zero] لا رابط يخرج من مجلده
    [one] رابط يخرج من مجلده ({ $first })؛ افتح الرابط نفسه إن كان مقصودًا
    [two] رابطان يخرجان من مجلدهما؛ افتح الرابط نفسه إن كان مقصودًا. أوّلهما: { $first }
    [few] { $n } روابط تخرج من مجلداتها؛ افتح الرابط نفسه إن كان مقصودًا. أوّلها: { $first }
    [many] { $n } رابطًا تخرج من مجلداتها؛ افتح الرابط نفسه إن كان مقصودًا. أوّلها: { $first }
   *[other] { $n } رابط تخرج من مجلداتها؛ افتح الرابط نفسه إن كان مقصودًا. أوّلها: { $first }
}
passed-over-too-deep = { PLURAL($n) ->
    [zero] لا مجلد أعمق مما يُتبع
    [one] مجلد أعمق مما يُتبع ({ $first })
    [two] مجلدان أعمق مما يُتبع، أوّلهما: { $first }
    [few] { $n } مجلدات أعمق مما يُتبع، أوّلها: { $first }
    [many] { $n } مجلدًا أعمق مما يُتبع، أوّلها: { $first }
   *[other] { $n } مجلد أعمق مما يُتبع، أوّلها: { $first }
}
passed-over-no-file = { PLURAL($n) ->
    [zero] لا شيء غير الملفات العادية
    [one] ما ليس ملفًا عاديًا ({ $first })
    [two] موضعان ليسا ملفين عاديين، أوّلهما: { $first }
    [few] { $n } مواضع ليست ملفات عادية، أوّلها: { $first }
    [many] { $n } موضعًا ليست ملفات عادية، أوّلها: { $first }
   *[other] { $n } موضع ليست ملفات عادية، أوّلها: { $first }
}
passed-over-separator = {"، "}
passed-over-foreign = { PLURAL($n) ->
    [zero] لا ملف صيغته مجهولة
    [one] ملف صيغته مجهولة ({ $first })
    [two] ملفان صيغتهما مجهولة، أوّلهما: { $first }
    [few] { $n } ملفات صيغها مجهولة، أوّلها: { $first }
    [many] { $n } ملفًا صيغها مجهولة، أوّلها: { $first }
   *[other] { $n } ملف صيغها مجهولة، أوّلها: { $first }
}
failed-several = { $path }: فيه عدة مستندات؛ افتحه أولًا
failed-no-text = { $path }: ليس فيه نص
export-too-large = تعيد صيغة { $format } نص كل علامة، ومجموع ذلك هنا { $len } ميغابايت وأقصاه { $most }: علامات طويلة بعضها داخل بعض؛ صدّر مستندات أقل أو بصيغة أخرى
failed-filter-label = لا مستند فيه التصنيف { $name }. لم يُكتب شيء
failed-filter-annotator = لا مستند فيه شيء من عمل { $name }. لم يُكتب شيء
failed-filter-all = { PLURAL($n) ->
    [zero] لم يبق ما يُكتب
    [one] ما اخترته يستبعد المستند. لم يبق ما يُكتب
    [two] ما اخترته يستبعد المستندين. لم يبق ما يُكتب
    [few] ما اخترته يستبعد المستندات كلها ({ $n }). لم يبق ما يُكتب
    [many] ما اخترته يستبعد المستندات كلها ({ $n }). لم يبق ما يُكتب
   *[other] ما اخترته يستبعد المستندات كلها ({ $n }). لم يبق ما يُكتب
}
failed-too-few-texts = لا تكفي النصوص المختلفة ({ $texts }) لأجزاء عددها { $parts }. لم يُكتب شيء
split-no-share = ليس «{ $part }» جزءًا وحصته: اكتب الاسم ثم = ثم عددًا
split-bad-name = لا يصلح «{ $name }» اسمًا لجزء: حروفه لاتينية وأرقام و _
split-same-name = لجزأين اسم واحد: { $name }
split-count = الأجزاء اثنان على الأقل وستة عشر على الأكثر
failed-no-format = لا صيغة باسم { $name }
failed-open-conflicts = في المستند تعارضات تتبع صيغها نصَّه؛ بُتّ فيها أولًا
failed-task-broken-off = { $task }: انقطع لخلل في البرنامج. لم يُكتب شيء ناقصًا؛ أعد المحاولة
status-task = { $name }…
status-task-of = { $name }: { $n } من { $total }
status-task-so-far = { $name }: { $n } حتى الآن
status-task-stop = إيقاف
status-task-stop-tip = إيقاف: { $name }
# ما يُعمل خلف الشاشة.
task-find = البحث عن المستندات
task-summarise = عدّ المستندات
task-count = عدّ الكلمات
task-preview = النظر في الملفات
task-read = القراءة
task-save = الحفظ
task-statistics = العدّ
task-export = التصدير
task-repair = الإصلاح
task-reanchor = نقل العلامات إلى النص الجديد
task-versions = النسخ السابقة
task-schema = مخطط التصنيفات
task-upkeep = الصيانة
failed-reading-broken-off = { $title }: انقطعت قراءته. اختره مجددًا
failed-save-broken-off = { $title }: انقطع حفظه لخلل في البرنامج. احفظه مجددًا
remark-seal-broken = { $path }: غُيّر الملف بعد أن كتبته حاشية، يدويًا أو ببرنامج آخر. فُحص كله وهو مقروء، والحفظ التالي يختمه من جديد
remark-conflicts-left = { $path }: ترك الدمج تعارضات للبتّ: { $n } (المستند، البتّ في التعارضات)
remark-change-settled = { $path }: كان تغيير عدة ملفات قد انقطع. أُكمل الآن منها: { $completed }؛ أُعيد إلى ما كان: { $back }؛ تُرك لأن برنامجًا آخر غيّره: { $left }

## ما لا يُبحث عنه، ومفاتيح لا تُعطى

query-empty = لا شيء يُبحث عنه
query-folds-to-nothing = «{ $pattern }» من محارف يهملها هذا البحث؛ قلّل ما يُهمل لتجدها
query-regex = ليس «{ $pattern }» تعبيرًا نمطيًّا: { $why }
pattern-piece = { $why }: «{ $piece }»
pattern-group-unclosed = قوس لم يُغلق
pattern-group-unopened = قوس يُغلق ولم يُفتح
pattern-class = مجموعة محارف بين معقوفين غير سليمة
pattern-repetition = تكرار لا يسبقه ما يُكرر أو عدده غير سليم
pattern-escape = ما بعد الشرطة المائلة لا معنى له
pattern-group-name = اسم المجموعة ناقص أو مكرر أو غير سليم
pattern-flag = خيار غير معروف أو ناقص
pattern-unicode-class = صنف محارف غير معروف
pattern-unsupported = النظر حول الموضع والإحالة إلى ما سبق لا يُدعمان هنا
pattern-too-large = التعبير أكبر أو أعمق تداخلًا مما يجوز
keys-unknown-command = في الإعدادات مفتاح للأمر { $command }، ولا أمر بهذا الاسم
keys-unknown-key = { $shortcut }، المعطى في الإعدادات للأمر «{ $command }»، ليس مفتاحًا؛ اكتبه مثل Ctrl+Shift+K
keys-conflict = في الإعدادات المفتاح { $shortcut } للأمرين «{ $first }» و«{ $second }»؛ أعطِ أحدهما غيره

## ملفات البرامج الأخرى

import-at-line = { $path }، السطر { $line }: { $why }
import-empty = الملف فارغ؛ لا شيء يوسم
import-binary = هذا { $what } لا نص؛ حوّله أولًا إلى نص صرف
import-undecodable = البايت { $byte } لا يُقرأ بترميز { $encoding }؛ اختر الترميز الصحيح أو أصلح الملف
import-json = السطر ليس JSON سليمًا: { $why }
import-json-at = السطر ليس JSON سليمًا عند العمود { $column }: { $why }
import-xml-at = السطر ليس XML سليمًا عند العمود { $column }: { $why }
xml-entities = يعرّف كيانات، وهي لا تُقرأ: فقد تصير بضعة أسطر منها عدة غيغابايتات
xml-unknown-entity = ليس «&{ $name };» من كيانات XML
xml-too-deep = عناصره متداخلة فوق ما يُقرأ
xml-too-many = لعنصر من الخصائص أو نطاقات الأسماء فوق ما يُقرأ
xml-data = شيء ناقص أو ليس كما ينبغي
json-ended = ينتهي قبل تمامه
json-syntax = ليس مكتوبًا كما ينبغي
json-data = حقل ناقص أو مكرر أو قيمته من غير النوع المنتظر
import-offset-kind = «{ $said }» ليس مما تعدّه المواضع: المحارف أو وحدات UTF-16
import-offset-unit = «{ $said }» ليس مما تعدّه المواضع: المحارف أو وحدات UTF-16 أو البايتات
import-only-written = { $format } صيغة تُكتب ولا تُقرأ
import-schema = تصنيفاته لا تستقيم معًا: { $why }
import-no-schema = لا تصنيف فيه
schema-note-left-out = السطر { $line }: لا موضع لـ{ $name } فتُرك
schema-note-twice = السطر { $line }: ورد { $name } مرتين فأُخذ الأول
schema-note-key-taken = السطر { $line }: مفتاح { $name } وهو { $key } لتصنيف آخر
schema-note-more = و{ $n } غيرها
schema-loss = { $place } ({ $n }): { $names }
schema-place-labels = تصنيفات
schema-place-relation-types = أنواع علاقات
schema-place-document-attributes = خصائص المستندات
schema-place-attributes = خصائص
schema-place-kinds = أنواع الخصائص
schema-place-name = اسم المخطط
schema-place-order = الترتيب
schema-place-arabic = أسماء عربية
schema-place-english = أسماء إنجليزية
schema-place-colours = ألوان
schema-place-keys = مفاتيح
schema-place-parents = تصنيفات فوق تصنيفات
schema-place-ends = تصنيفات طرفي العلاقات
schema-place-direction = اتجاه العلاقات
schema-place-overlap = قواعد التداخل
schema-place-required = خصائص لازمة
schema-place-defaults = قيم مبدئية
schema-place-remembered = خصائص تُتذكَّر
schema-place-shown = خصائص تظهر في الصفحة
schema-place-guidelines = إرشادات
status-schema-loaded-in-part = حُمّلت التصنيفات من { $path } إلا: { $what }
status-schema-saved-in-part = حُفظت التصنيفات في { $path }. وليس في هذه الصيغة موضع لـ: { $what }
parquet-damaged = ملف Parquet تالف
parquet-compression = ملف Parquet مضغوط بطريقة { $name } ولا تُقرأ؛ اكتبه بطريقة Snappy أو gzip أو بلا ضغط
parquet-encoding = العمود «{ $column }» مرمّز بفروق البايتات ولا يُقرأ ذلك؛ اكتبه بلا ترميز
parquet-no-text = ليس في ملف Parquet عمود نصوص؛ فيه { $columns }
parquet-no-value = ليس للعمود «{ $column }» قيمة في هذا الصف
import-pointer = «{ $id }»: «{ $pointer }» ليس موضعًا في النص
zip-broken = الأرشيف تالف أو ناقص
zip-encrypted = «{ $name }» مشفّر؛ احفظ الملف بلا كلمة مرور
zip-method = «{ $name }» مضغوط بطريقة لا تُقرأ
zip-too-many = في الأرشيف أكثر من { $most } ملف
zip-too-large = «{ $name }» يتجاوز بعد فكه { $megabytes } ميغابايت، وهي أكثر ما يُقرأ من ملف بهذا الحجم
zip-missing = «{ $name }» ليس في الأرشيف
table-no-column = ليس في الجدول عمود «{ $column }»
table-column-twice = في الجدول عمودان باسم «{ $column }»
table-too-many-columns = أعمدة الجدول أكثر من { $most }
table-cells = عدد خلايا الصف { $found }، وعدد أعمدة الجدول { $expected }
table-open-quote = ينتهي الصف داخل خلية بين علامتي تنصيص؛ فهل الملف مبتور؟
table-behind-quote = «{ $said }» بعد علامة التنصيص التي تغلق الخلية؛ والعلامة داخل الخلية تُكتب مرتين
table-value = «{ $said }» في العمود «{ $column }» ليس مما يكون فيه
table-no-text = ليس في أي صف نصُّ المستند «{ $document }»
table-continues = يتابع نص المستند عند المحرف { $expected }، والصف يقول { $said }
import-parts = { $id }: أجزاؤها لا تبدأ وتنتهي حيث تبدأ هي وتنتهي
import-state = ليس «{ $said }» حالة مستند
import-not-json-string = ليس { $said } سلسلة من JSON
import-not-an-offset = «{ $id }»: ليس «{ $said }» موضعًا في النص
import-no-sofa = ليس لشيء مما في الملف نصٌّ
webanno-version = ليس «{ $said }» رأس ملف من هذه الصيغة في إصدارها الثالث، ويُقرأ منه { 3.1 } إلى { 3.3 }
webanno-layer = لا يعلن «{ $said }» طبقة
webanno-line = ليس «{ $said }» سطرًا فيه كلمة وموضعها ونصها
webanno-columns = أعمدة العلامات في السطر: { $found }، ورأس الملف يعلن { $expected }
webanno-token = الكلمة «{ $token }» ليست في النص حيث تقول مواضعها
webanno-unit = ليس «{ $said }» علامة في الملف
webanno-cell = ليس «{ $said }» قيمة خاصية
import-no-tag = ليس في «{ $line }» وسم: السطر كلمة ووسمها
import-token-not-in-text = الكلمة «{ $token }» ليست في نص جملتها
import-not-brat = ليس «{ $line }» سطرًا من brat
import-not-a-text-bound = ليس «{ $line }» سطر علامة في brat
import-too-many-pieces = { $id }: أجزاؤها أكثر من { $most }، وهو أقصى ما يُقرأ. قسّمها إلى عدة علامات
import-not-two-arguments = ليس للعلاقة { $id } طرفان
import-not-a-role = الحدث { $id }: ليس «{ $role }» دورًا وما يشغله
import-not-a-normalisation = ليس «{ $what }» إحالة إلى مورد
import-too-many-labels = في الملف تصنيفات أكثر من { $most }
import-too-dense = ما في الملف يأخذ من الذاكرة أكثر من { $megabytes } ميغابايت، وهو ستة عشر ضعف حجمه مع { 64 } ميغابايت؛ قسّمه إلى عدة ملفات
import-too-many-facts = لمستند واحد معلومات إضافية أكثر من { $most }
import-too-many-documents = في الملف مستندات أكثر من { $most }؛ قسّمه إلى عدة ملفات
import-too-many-annotations = في الملف علامات أكثر من { $most }؛ قسّمه إلى عدة ملفات
import-label-and-type = «{ $name }» اسم لتصنيف ولنوع علاقة معًا
import-out-of-text = { $id }، { $start }..{ $end }: لا موضع كهذا في النص إذا عُدّ بـ{ $unit }
import-mismatch = { $id }، { $start }..{ $end }: في الملف «{ $said }» وفي النص «{ $found }» إذا عُدّ بـ{ $unit }؛ ولا وحدة توافق الملف كله
import-empty-token = لا كلمة في «{ $line }»
import-extra-columns = في «{ $line }» أعمدة أو وسوم أكثر من سائر الأسطر
import-unit-unknown = { $id }، { $start }..{ $end }: قد يكون العدّ بنقاط يونيكود أو بوحدات من { 16 } بتًّا، وهما مختلفان هنا، ولا نص إلى جانب المواضع يدل؛ اختر ما يُعدّ حين تفتح الملف
import-unknown-label = التصنيف { $label } ليس في المخطط المعطى
import-unknown-type = نوع العلاقة { $label } ليس في المخطط المعطى
import-attribute = الخاصية { $attribute } في { $owner }: { $why }
import-bad-name = لا يكون «{ $name }» تصنيفًا: هو فارغ أو في طرفيه مسافات أو فيه محارف لا تُكتب
import-bad-tag = ليس «{ $tag }» وسمًا من IOB2
import-missing-companion = ينقص { $name }، وهو مكمّل لهذا الملف
binary-pdf = مستند PDF
binary-zip = أرشيف ZIP أو مستند مكتبي
binary-old-office = مستند مكتبي قديم
binary-rtf = مستند RTF
binary-picture = صورة
binary-gzip = أرشيف gzip
binary-program = برنامج
binary-database = قاعدة بيانات
binary-nul = ملف فيه بايتات صفرية
binary-data = بيانات ثنائية
unit-code-points = نقاط يونيكود
unit-utf16 = وحدات UTF-16
unit-bytes = البايتات
note-guessed = { $path }: قُرئ بترميز { $encoding }، وهو تخمين
note-unit = { $path }: المواضع معدودة بـ{ $unit }، كما يدل النص بجانبها
note-mark-counts = { $path }: المواضع تعدّ علامة ترتيب البايتات، فبقيت محرفًا أول

## ما لا تحمله صيغة

lost-of-annotation = { $label } «{ $quote }» ({ $id }): { $what }
lost-relation-attributes = خصائص العلاقة { $id }
lost-conflict = ترك الدمج صيغتين للبتّ؛ لا يُصدَّر إلا القائمة منهما
lost-state = حالة المستند ({ $state })
lost-metadata = بيانات عن المستند: { $n }
lost-attributes = خصائص المستند: { $n }
lost-tag = يصير { $from } ‏{ $to }، إذ لا مسافات في الوسوم
lost-brat-name = يصير { $from } ‏{ $to }، إذ الأسماء في brat بحروف لاتينية، والاسم محفوظ في المجلد
lost-brat-ids = تصير المعرّفات T1 وR1 وهكذا: { $n }
lost-numbered-ids = تصير المعرّفات أرقامًا: { $n }
lost-repeated-ids = معرّفات وردت في سطر سابق فاستُبدلت: { $n }
lost-end-of-relation = العلاقة { $id }، إذ أحد طرفيها لا يُكتب
lost-look-again = { PLURAL($n) ->
    [zero] تنبيهات المراجعة (لا شيء)
    [one] تنبيه المراجعة في علامة واحدة
    [two] تنبيه المراجعة في علامتين
    [few] تنبيه المراجعة في { $n } علامات
    [many] تنبيه المراجعة في { $n } علامة
   *[other] تنبيه المراجعة في { $n } علامة
}
lost-entities = { PLURAL($n) ->
    [zero] الربط بسجل الكيانات (لا شيء منه)
    [one] ربط علامة واحدة بسجل الكيانات
    [two] ربط علامتين بسجل الكيانات
    [few] ربط { $n } علامات بسجل الكيانات
    [many] ربط { $n } علامة بسجل الكيانات
   *[other] ربط { $n } علامة بسجل الكيانات
}
lost-document-note = ملاحظة المستند
lost-document-flag = تنبيه المراجعة على المستند
lost-relation-note = ملاحظة العلاقة { $id }
lost-relations = علاقات: { $n }
lost-makers-and-ids = معرّفات العلامات وواسموها ومصادرها وأوقاتها
lost-makers = واسمو العلامات ومصادرها وأوقاتها
lost-note-lines = توضع ملاحظة { $id } في سطر واحد
lost-spaces = مسافات النص، وليست في الملف: توضع واحدة بين كل كلمتين
lost-stray-tags = وسوم I- لا تلي B- تُقرأ B-: { $n }
lost-only-tokens = النص، ولا يُكتب منه إلا كلماته
lost-only-mentions = مواضع العلامات، ولا يُكتب منها إلا نصوصها
lost-id-of-document = معرّف المستند وعنوانه
lost-several-places = «{ $text }» في مواضع عدة؛ أُخذ أول موضع خالٍ
lost-too-wide = كلماتها أكثر من { $most }، وهي أكثر ما يتعلمه نموذج معتاد
lost-same-text = لعلامة بتصنيفها النص نفسه، وهو يُكتب مرة واحدة
import-no-such-token = الكيان { $id } من الكلمة { $first } إلى { $last }: عدد الكلمات { $tokens } وأولاها { 0 }
import-too-many-mentions = ما في الملف من ألفاظ موسومة أكثر من أن يُبحث عنه في نصوصه؛ قسّمه إلى عدة ملفات
lost-cancelled = أعمال وسم أُلغيت: { $n }
lost-of-others = أعمال واسمين آخرين: { $n }
lost-predictions = تنبؤات: { $n }
lost-drafts = مسودات: { $n }
lost-layer = من علامات الطبقة «{ $layer }»: { $n }، وهي لا تُقرأ
lost-controls = محارف تحكم لا تُكتب في XML: { $n }، ومكان كل منها محرف الاستبدال، وتعود محارف النص إذا قرأته حاشية
lost-ids-and-provenance = معرّفات العلامات ومصادرها، ومن وضع العلاقات ومتى
lost-elsewhere = علامات ليست في موضع من نص واحد: { $n }
lost-on-others = علامات على علامات (وُضعت في مواضعها): { $n }
lost-pictures = صور: { $n }
lost-deleted = مواضع محذوفة بتعقب التغييرات: { $n }
lost-comments = تعليقات لا موضع لها في النص: { $n }
lost-headers = رؤوس وتذييلات: { $n }
lost-objects = معادلات ورسوم وعناصر أخرى: { $n }
lost-gaps = محارف من النص بين الجمل: { $n }، ومكانها فراغات ونهايات أسطر
lost-unplaced = { $what }، ولا موضع له في النص
lost-relation-of-tokens = علاقة { $label } بين كلمتين لا علامة عليهما
lost-unlabelled = { $what }، ولا تصنيف له
lost-equivalence = التكافؤ { $what }
lost-relation-attribute = الخاصية { $name } للعلاقة { $owner }
lost-normalisation = الإحالة { $reference } من { $owner }
lost-note = الملاحظة «{ $text }»
lost-spaces-of-text = مسافات النص: توضع واحدة بين كل كلمتين
lost-same-name = { $from } يُكتب { $to } كتصنيف آخر
lost-columns = الأعمدة { $list }، وهي لا تُقرأ
lost-document-id = المعرّف { $from }، وهو لمستند قبله: { $to }
lost-multiwords = كلمات لا تُكتب كما هي في لفظها فتأخذ اللفظ كله: { $n }
lost-rows = أسطر من ملفه الأصلي فيها غير الكلمات ووسومها (أعمدة أخرى وتعليقات وعقد فارغة): { $n }
lost-split = كل جزء منها علامة مستقلة
lost-covered = تمتد من أول أجزائها إلى آخرها
lost-joined = تصير واحدة مع التي قبلها
lost-field = الحقل { $field }، ولا مكان له هنا (المرات: { $n }، وأولها في السطر { $line }: { $owner })
lost-its-attributes = خصائصها
lost-its-note = ملاحظتها
lost-discontinuous = هي ذات أجزاء
lost-empty = لا نص تحتها
lost-parts = من لا يعرف الأجزاء يراها ممتدة من أولها إلى آخرها
lost-no-token = لا كلمة فيها
lost-taken-tokens = على كلماتها نفسها علامة أخرى
lost-only-in-group = على كلماتها نفسها علامة أخرى، فهي في مجموعة المقاطع وليست بين الكيانات
lost-edges-in-token = أحد طرفيها داخل كلمة
lost-unmarked = في موضعها علامات كثيرة فلا تُرسم، وهي في القائمة تحت النص
lost-spaces-at-edges = تُترك المسافات عند طرفيها
lost-false-flag = الخاصية { $name }، وقيمتها «لا»
lost-empty-attribute = الخاصية الفارغة { $name }
lost-spaces-in-attribute = تصير المسافات في خاصيتها { $name } «_»
lost-only-line-ends = ليس فيها غير نهايات أسطر وعلامات جدولة
lost-between-tokens = تنتقل إلى نهاية الكلمة التي قبلها، إذ لا شيء بين الكلمات
lost-line-ends = تُقسم عند نهايات الأسطر وعلامات الجدولة
lost-lines-in-attribute = تصير نهايات الأسطر وعلامات الجدولة في خاصيتها { $name } مسافات

## أحوال سابقة لما لا يُفتح، ولما لم يكن له ملف

earlier-of-file = النسخ السابقة…
earlier-unsaved-title = عمل لم يكن له ملف، من دفاتر خطوات معزولة
earlier-unsaved = { $title } · { $when }
earlier-none = لم يُبقَ منه شيء، ولا دفتر خطوات معزول.
earlier-restore-over-hint = في موضع الملف، ويبقى الملف بجانبه باسم آخر
earlier-restore-anew-hint = مستندًا لم يحمله ملف بعد
status-restored-over = «{ $title }»: حلّت نسخة { $when } محل الملف
status-restored-unsaved = «{ $title }»: استُعيد عمل { $when }، ولم يحمله ملف بعد

command-properties = خصائص المستند…
    .tip = اعرض ملف المستند وما فيه من أعداد وبصمة نصه
properties-title = خصائص المستند
properties-file = الملف
properties-no-file = لم يُحفظ في ملف بعد
properties-encoding = الترميز
properties-state = الحالة
properties-annotator = الواسم
properties-paragraphs = الفقرات
properties-words = الكلمات
properties-code-points = نقاط يونيكود
properties-annotations = العلامات
properties-relations = العلاقات
properties-digest = بصمة النص (SHA-256)

## الإحصاءات والاستكشاف

explorer-title = الإحصاءات والاستكشاف
explorer-labels = التصنيفات
explorer-pivot = بُعدان معًا
explorer-documents-table = المستندات
explorer-annotators = الواسمون
explorer-states = الحالات
explorer-days = الأيام
explorer-pace = الوتيرة والنهاية
explorer-lengths = أطوال المقاطع
explorer-vocabulary = النصوص الموسومة
explorer-ambiguity = النصوص الملتبسة
explorer-effort-labels = الجهد لكل تصنيف
explorer-effort-documents = الجهد لكل مستند
explorer-effort-local = يُقاس في هذه النافذة ويُحفظ على هذا الجهاز وحده بجانب المشروع. التوقف أكثر من دقيقة لا يُحسب. «المتعجَّل» اقتراحات قُبلت أسرع مما تُقرأ.
explorer-effort-off = الوقت والضغطات لا تُقاس، كما في الإعدادات؛ يُعرض ما قيس من قبل.
explorer-unlabelled = البحث أيضًا حيث لا تصنيف لهذه النصوص (يُقرأ كل شيء مرتين)
explorer-counting = العدّ: { $n } من { $total }
explorer-all-states = كل الحالات
explorer-some-states = الحالات: { $n } من { $total }
explorer-of-list = ما تأخذه تصفية القائمة فقط
explorer-again = إعادة العدّ
explorer-outdated = أقدم من المستندات
explorer-documents = { PLURAL($n) ->
    [zero] لا مستندات
    [one] مستند واحد
    [two] مستندان
    [few] { $n } مستندات
    [many] { $n } مستندًا
   *[other] { $n } مستند
}
explorer-annotations = { PLURAL($n) ->
    [zero] لا علامات
    [one] علامة واحدة
    [two] علامتان
    [few] { $n } علامات
    [many] { $n } علامة
   *[other] { $n } علامة
}
explorer-rows = الصفوف: { $what }
explorer-columns = الأعمدة: { $what }
explorer-swap = تبديل
explorer-columns-shown = الأعمدة { $from }–{ $to } من { $n }
explorer-columns-before = الأعمدة السابقة
explorer-columns-after = الأعمدة التالية
explorer-by-label = التصنيف
explorer-by-document = المستند
explorer-by-annotator = الواسم
explorer-by-day-made = يوم الإنشاء
explorer-by-day-changed = يوم التغيير
explorer-by-state = الحالة
explorer-by-document-label = تصنيف المستند
explorer-by-attribute = الخاصية
explorer-by-overlap = التصنيف المتداخل
explorer-by-length = الطول بالكلمات
explorer-inside = داخل { $label }
explorer-around = حول { $label }
explorer-crossing = يتقاطع مع { $label }
explorer-same = في موضع { $label } نفسه
explorer-none = بلا
explorer-empty = لا شيء يُعرض هنا بعد.
explorer-sample = هي أكثر مما يُحفظ: المعروض دقيق، وهو عينة منصفة من الجميع.
explorer-save = حفظ بصيغة CSV…
explorer-unit-words = كلمات
explorer-unit-characters = محارف
explorer-chart-labels = رسم: علامات أكثر التصنيفات ورودًا
explorer-chart-pace = رسم: العلامات التي أُنشئت كل يوم
explorer-chart-lengths = رسم: عدد المقاطع لكل طول بالكلمات
explorer-left = { PLURAL($n) ->
    [zero] لم يبق مستند
    [one] بقي مستند واحد
    [two] بقي مستندان
    [few] بقي { $n } مستندات
    [many] بقي { $n } مستندًا
   *[other] بقي { $n } مستند
}
explorer-expected = { PLURAL($n) ->
    [zero] أقل من يوم عمل، بين { $least } و{ $most }
    [one] نحو يوم عمل واحد، بين { $least } و{ $most }
    [two] نحو يومي عمل، بين { $least } و{ $most }
    [few] نحو { $n } أيام عمل، بين { $least } و{ $most }
    [many] نحو { $n } يوم عمل، بين { $least } و{ $most }
   *[other] نحو { $n } يوم عمل، بين { $least } و{ $most }
}
explorer-judged = { PLURAL($n) ->
    [zero] بلا أيام يُقاس عليها
    [one] قياسًا على يوم واحد أُنجزت فيه مستندات
    [two] قياسًا على آخر يومين أُنجزت فيهما مستندات
    [few] قياسًا على آخر { $n } أيام أُنجزت فيها مستندات
    [many] قياسًا على آخر { $n } يومًا أُنجزت فيها مستندات
   *[other] قياسًا على آخر { $n } يوم أُنجزت فيها مستندات
}
explorer-no-end = موعد لا يُعرف
explorer-all-done = كل المستندات منجزة أو مرفوضة.
explorer-no-estimate = لا يمكن تقدير النهاية بعد: ينبغي أن تُنجز مستندات في يومين على الأقل.
explorer-undated = { PLURAL($n) ->
    [zero] أيام إنجاز المستندات كلها معروفة.
    [one] مستند منجز واحد لا يُعرف يوم إنجازه، إذ لم يُصنع فيه شيء باليد.
    [two] مستندان منجزان لا يُعرف يوم إنجازهما، إذ لم يُصنع فيهما شيء باليد.
    [few] { $n } مستندات منجزة لا تُعرف أيام إنجازها، إذ لم يُصنع فيها شيء باليد.
    [many] { $n } مستندًا منجزًا لا تُعرف أيام إنجازها، إذ لم يُصنع فيها شيء باليد.
   *[other] { $n } مستند منجز لا تُعرف أيام إنجازها، إذ لم يُصنع فيها شيء باليد.
}
explorer-column-label = التصنيف
explorer-column-annotations = العلامات
explorer-column-documents = المستندات
explorer-column-strings = النصوص
explorer-column-folded = بإملاء واحد
explorer-column-document = المستند
explorer-column-id = المعرّف
explorer-column-title = العنوان
explorer-column-state = الحالة
explorer-column-annotator = الواسم
explorer-column-words = الكلمات
explorer-column-characters = المحارف
explorer-column-relations = العلاقات
explorer-column-changed = آخر تغيير
explorer-column-own = المستندات له
explorer-column-settled = المنجز منها
explorer-column-day = اليوم
explorer-column-made = أُنشئت
explorer-column-unit = الوحدة
explorer-column-spans = المقاطع
explorer-column-least = الأقل
explorer-column-median = الوسيط
explorer-column-mean = المتوسط
explorer-column-percentile-95 = { 95 }٪
explorer-column-most = الأكثر
explorer-column-string = النص
explorer-column-labels = عدد التصنيفات
explorer-column-label-counts = أيها
explorer-column-unlabelled = بلا تصنيف
explorer-column-seconds = الثواني
explorer-column-presses = الضغطات
explorer-column-seconds-each = ثوانٍ للعلامة
explorer-column-presses-each = ضغطات للعلامة
explorer-column-proposals = الاقتراحات
explorer-column-hasty = المتعجَّل
explorer-column-sum = المجموع

## السجل

command-history = سجل التغييرات…
    .tip = انظر من غيّر ماذا ومتى، خطوةً خطوة: اعرض المستند كما كان أو ارجع إليه
task-history = سجل التغييرات
history-title = سجل التغييرات
history-about = كل خطوة حُفظت في هذا المستند، والأحدث أولًا. والرجوع نفسه خطوة، فلا يضيع شيء.
history-none = لم تُحفظ له خطوات.
history-any = الكل
history-by = الواسم: { $what }
history-label = التصنيف: { $what }
history-day = اليوم: { $what }
history-read = فتح للقراءة
history-read-hint = (Enter) المستند كما كان بعد هذه الخطوة، مستندًا مستقلًّا لا يُغيَّر
history-back = الرجوع إلى هنا
history-back-hint = (Ctrl+Enter) يعود المستند المفتوح كما كان بعد هذه الخطوة، خطوةً واحدة يمكن التراجع عنها
history-versions = النسخ السابقة…
history-older = حُذفت خطوات أقدم، إذ لسجل التغييرات حدّ.
history-damaged = تعذّرت قراءة جزء من سجل التغييرات.
history-group = في مستندات كثيرة
history-other-text = تغيير حين كان النص مختلفًا
history-undone = تراجُع: { $what }
history-redone = إعادة: { $what }
history-outside = برنامج آخر: { $what }
history-added = { PLURAL($n) ->
    [zero] إضافة { $n }: { $labels }
    [one] إضافة { $labels }
    [two] إضافة اثنين: { $labels }
    [few] إضافة { $n }: { $labels }
    [many] إضافة { $n }: { $labels }
   *[other] إضافة { $n }: { $labels }
}
history-deleted = { PLURAL($n) ->
    [zero] حذف { $n }: { $labels }
    [one] حذف { $labels }
    [two] حذف اثنين: { $labels }
    [few] حذف { $n }: { $labels }
    [many] حذف { $n }: { $labels }
   *[other] حذف { $n }: { $labels }
}
history-relabelled = { PLURAL($n) ->
    [zero] تغيير تصنيف { $n } إلى { $labels }
    [one] تغيير تصنيف علامة واحدة إلى { $labels }
    [two] تغيير تصنيف علامتين إلى { $labels }
    [few] تغيير تصنيف { $n } علامات إلى { $labels }
    [many] تغيير تصنيف { $n } علامة إلى { $labels }
   *[other] تغيير تصنيف { $n } علامة إلى { $labels }
}
history-changed = { PLURAL($n) ->
    [zero] تعديل { $n }: { $labels }
    [one] تعديل { $labels }
    [two] تعديل اثنين: { $labels }
    [few] تعديل { $n }: { $labels }
    [many] تعديل { $n }: { $labels }
   *[other] تعديل { $n }: { $labels }
}
history-relations = { PLURAL($n) ->
    [zero] { $n } علاقة
    [one] علاقة واحدة
    [two] علاقتان
    [few] { $n } علاقات
    [many] { $n } علاقة
   *[other] { $n } علاقة
}
history-schema = تغيير المخطط
history-state = تغيير الحالة
history-facts = تغيير خصائص المستند
history-conflicts = تغيير التعارضات
history-joiner = ،{" "}
history-quote = { $what } «{ $quote }»
status-past-undone = «{ $title }»: تراجعتَ عن خطوة من { $when }: { $what }
status-no-past = «{ $title }»: لا يمكن التراجع عن شيء مما قبل فتحه
status-group-undone = تراجعتَ في { PLURAL($n) ->
    [zero] أي مستند
    [one] مستند واحد
    [two] مستندين
    [few] { $n } مستندات
    [many] { $n } مستندًا
   *[other] { $n } مستند
}
status-group-redone = أُعيد في { PLURAL($n) ->
    [zero] لا مستند
    [one] مستند واحد
    [two] مستندين
    [few] { $n } مستندات
    [many] { $n } مستندًا
   *[other] { $n } مستند
}
status-not-logged = حُفظ { $name }، وتعذّرت إضافة الخطوة إلى سجل تغييراته ({ $why })
refused-group-changed = لم يُتراجع عن شيء: { PLURAL($n) ->
    [zero] لم يتغيّر بعدها مستند من مستندات هذا التغيير
    [one] تغيّر بعدها مستند من مستندات هذا التغيير
    [two] تغيّر بعدها مستندان من مستندات هذا التغيير
    [few] تغيّرت بعدها { $n } مستندات من مستندات هذا التغيير
    [many] تغيّر بعدها { $n } مستندًا من مستندات هذا التغيير
   *[other] تغيّر بعدها { $n } مستند من مستندات هذا التغيير
} ({ $names })
failed-no-step = { $path }: لا تُعرف الحالة بعد الخطوة { $number }
failed-no-group = { $path }: لا تغيير لمستندات كثيرة اسمه { $id } هنا
failed-group-changed = لم يُتراجع عن شيء: تغيّر بعدها من المستندات { $n } من { $of }:
    { $names }

## المشروع
refused-save-first = فيه عمل لم يُحفظ؛ احفظه أولًا
refused-no-project = لا مشروع مفتوح
status-project-opened = فُتح المشروع { $name }
status-project-closed = أُغلق المشروع { $name }
status-project-stopped = أُوقف؛ ما دخل { $name } باقٍ فيه. أضف الملفات نفسها للمتابعة
status-project-changed = غُيّر المشروع
status-document-renamed = تغيّر الاسم: { $path }
status-documents-removed = { PLURAL($n) ->
    [zero] لم يُنقل أي مستند
    [one] نُقل مستند واحد إلى مجلد المشروع «removed»
    [two] نُقل مستندان إلى مجلد المشروع «removed»
    [few] نُقلت { $n } مستندات إلى مجلد المشروع «removed»
    [many] نُقل { $n } مستندًا إلى مجلد المشروع «removed»
   *[other] نُقل { $n } مستند إلى مجلد المشروع «removed»
}
status-documents-back = { PLURAL($n) ->
    [zero] لم يعد أي مستند
    [one] عاد مستند واحد إلى المشروع
    [two] عاد مستندان إلى المشروع
    [few] عادت { $n } مستندات إلى المشروع
    [many] عاد { $n } مستندًا إلى المشروع
   *[other] عاد { $n } مستند إلى المشروع
}
status-project-filled = { PLURAL($n) ->
    [zero] لا مستند جديد في { $name }
    [one] دخل مستند واحد { $name }
    [two] دخل مستندان { $name }
    [few] دخلت { $n } مستندات { $name }
    [many] دخل { $n } مستندًا { $name }
   *[other] دخل { $n } مستند { $name }
  }
status-project-there = { PLURAL($n) ->
    [zero] لا مستند كان فيه من قبل
    [one] مستند كان فيه من قبل
    [two] مستندان كانا فيه من قبل
    [few] { $n } مستندات كانت فيه من قبل
    [many] { $n } مستندًا كانت فيه من قبل
   *[other] { $n } مستند كانت فيه من قبل
  }
status-project-left-out = { PLURAL($n) ->
    [zero] لا سطر تعذّرت قراءته
    [one] سطر تعذّرت قراءته
    [two] سطران تعذّرت قراءتهما
    [few] { $n } أسطر تعذّرت قراءتها
    [many] { $n } سطرًا تعذّرت قراءتها
   *[other] { $n } سطر تعذّرت قراءتها
  }
status-project-grown = زادت تصنيفات المشروع
status-renamed = الاسم الجديد: { $name }
status-removed = { PLURAL($n) ->
    [zero] لم يُنقل مستند إلى مجلد المشروع «removed»
    [one] نُقل مستند واحد إلى مجلد المشروع «removed»
    [two] نُقل مستندان إلى مجلد المشروع «removed»
    [few] نُقلت { $n } مستندات إلى مجلد المشروع «removed»
    [many] نُقل { $n } مستندًا إلى مجلد المشروع «removed»
   *[other] نُقل { $n } مستند إلى مجلد المشروع «removed»
  }
status-brought-back = { PLURAL($n) ->
    [zero] لم يعد مستند
    [one] عاد مستند واحد
    [two] عاد مستندان
    [few] عادت { $n } مستندات
    [many] عاد { $n } مستندًا
   *[other] عاد { $n } مستند
  }
task-project = المشروع

## البداية والنماذج

welcome-title = حاشية
welcome-what = سِم النصوص العربية: افتح نصوصك، وحدّد كلمات، واضغط مفتاح تصنيف، ثم صدّر ما وسمته مجموعة بيانات.
welcome-where = كل شيء يبقى في ملفات على هذا الجهاز، ولا يخرج منه شيء.
welcome-name = اسمك
welcome-name-why = يُكتب بجانب كل علامة تضعها، ويمكن تغييره من شريط الحالة.
welcome-open-files = فتح ملفات…
welcome-drop = ويمكنك أن تُفلت ملفات ومجلدات على هذه النافذة.
welcome-project-empty = ليس في هذا المشروع مستندات بعد.
command-look-at-samples = تصفح النماذج
    .tip = اعرض ثلاثة نصوص موسومة لتجرب النافذة عليها؛ لا تُعدّ ولا تُصدّر مع مستنداتك
command-throw-samples-away = التخلص من النماذج
    .tip = أزل النماذج من القائمة، ولا تُسأل إلا عما عملت عليه منها
samples-banner = نموذج للتجربة، خارج العدّ والتصدير
documents-sample = نموذج
documents-samples = نماذج لتجرب النافذة عليها، تزول حين تفتح نصوصك.
documents-file = الملف
documents-open = فتح مستندات أو إضافتها
dialog-samples-title = ماذا يُفعل بعملك على النماذج؟
dialog-samples-body = { PLURAL($n) ->
    [zero] لم تعمل على نموذج.
    [one] عملت على نموذج واحد. يمكن أن يبقى مستندًا لك أو يزول مع غيره.
    [two] عملت على نموذجين. يمكن أن يبقيا مستندين لك أو يزولا مع غيرهما.
    [few] عملت على { $n } نماذج. يمكن أن تبقى مستندات لك أو تزول مع غيرها.
    [many] عملت على { $n } نموذجًا. يمكن أن تبقى مستندات لك أو تزول مع غيرها.
   *[other] عملت على { $n } نموذج. يمكن أن تبقى مستندات لك أو تزول مع غيرها.
}
action-keep-samples = إبقاؤها
action-throw-away = التخلص منها

## حفظ الكل

command-save-all = حفظ الكل
    .tip = احفظ كل مستند جديد أو متغير: في ملفه أو في المشروع أو بجانب نصه
action-save-all = حفظ الكل
action-save-here = حفظ هنا
status-nothing-to-save = كل شيء محفوظ
status-all-saved = { PLURAL($n) ->
    [zero] لم يُحفظ مستند
    [one] حُفظ مستند واحد
    [two] حُفظ مستندان
    [few] حُفظت { $n } مستندات
    [many] حُفظ { $n } مستندًا
   *[other] حُفظ { $n } مستند
}
dialog-save-new-title = مجلد المستندات التي لا ملف لها بعد
dialog-save-new-hint = مسار مجلد
path-no-folder-here = في هذا الموضع ملف، والمطلوب مجلد.
path-none-there = لا شيء هنا يكمل هذا

## المشروع: إنشاؤه وملؤه وتغييره

command-new-project = مشروع جديد…
    .tip = أنشئ مشروعًا من نصوص ومجموعات بيانات: مجلد واحد ومخطط واحد
command-add-documents = إضافة مستندات إلى المشروع…
    .tip = أضف إلى المشروع نصوصًا أو مجموعات بيانات أو مستندات أخرى
command-rename = إعادة تسمية المستند…
    .tip = أعطِ المستند عنوانًا آخر أو ملفه اسمًا آخر
command-remove-documents = إخراج من المشروع…
    .tip = انقل مستندات من المشروع إلى مجلده «removed»
command-bring-back = إعادة المستندات المخرجة…
    .tip = أعد مستندات أُخرجت من المشروع إلى مواضعها، وآخر ما أُخرج مختار سلفًا
command-project-properties = خصائص المشروع…
    .tip = اعرض الاسم واللغة والإرشادات، والمستندات بحالاتها، والواسمين، والمصادر المفقودة
command-close-project = إغلاق المشروع
    .tip = أزل مستندات المشروع من القائمة بعد السؤال عما لم يُحفظ
new-project-title = مشروع جديد
new-project-name = الاسم
new-project-from = مصادره
new-project-folder = المجلد
new-project-language = اللغة
new-project-labels = التصنيفات
new-project-labels-usual = المعتادة، مع ما في الملفات
new-project-labels-files = ما في الملفات وحده
new-project-labels-schema = ما في ملف مخطط، مع ما في الملفات
new-project-make = إنشاء المشروع
new-project-no-name = يحتاج المشروع إلى اسم.
new-project-no-folder = يحتاج المشروع إلى مجلد.
new-project-folder-taken = في موضع المجلد ملف.
new-project-no-language = تُكتب اللغة رمزًا مثل ar أو ar-EG.
new-project-no-schema = اختر ملف المخطط.
language-usual = لغات معتادة
language-ar = العربية
language-arz = المصرية
language-apc = الشامية
language-afb = الخليجية
language-acm = العراقية
language-ary = المغربية
language-aeb = التونسية
language-apd = السودانية
sources-path = مسار ملف أو مجلد تؤخذ منه المستندات
sources-add = إضافة
sources-files = اختيار ملفات…
sources-remove = ترك { $path }
filling-looking = يُنظر فيما هناك…
filling-progress = { $n } من { $total }
filling-stopped = أُوقف العمل. ما دخل باقٍ، و«متابعة» تأخذ الباقي.
action-stop = إيقاف
action-go-on = متابعة
action-remove = إخراج
share-overlap = مستندات يعمل فيها أكثر من واسم
share-overlap-annotators = عدد الواسمين لكل منها
share-percent = ‏{ $n }٪
share-seed = بذرة القرعة
share-of-list = ما تأخذه تصفية القائمة فقط
share-preview = لكل واسم
share-row = { $name } – المستندات: { $n } · الكلمات: { $words } · المشترك منها: { $overlap }
share-nothing = لا مستند لم يُعطَ لأحد.
share-given-before = مستندات أُعطيت من قبل وتبقى لأصحابها: { $n }
share-incomplete = اكتب اسمًا واحدًا على الأقل، وكل اسم مرة واحدة، وعددًا صحيحًا لبذرة القرعة.
share-do = توزيع
status-nothing-shared = لم يُوزَّع شيء بعد: وزّع العمل أولًا
status-shared = وُزّع العمل؛ المستندات التي يعمل فيها واسم وحده: { $n }
package-title = إعداد حزمة
package-about = مشروع قائم بذاته فيه عمل واسم واحد، مجلدًا يُسلَّم إليه.
package-for = لمن
package-folder = مجلد جديد أو فارغ
package-is-file = في هذا الموضع ملف.
package-do = إعداد الحزمة
status-packaged = الحزمة في { $path }؛ المستندات: { $n }
return-title = تسلُّم حزمة
return-about = يُدمج ما أُنجز فيها مع ما في المشروع الآن، المستندات كلها أو لا شيء منها.
return-folder = مجلد الحزمة
return-do = تسلُّم
status-returned = تُسلّمت الحزمة؛ المستندات التي تغيرت: { $n }
returned-title = حزمة { $name } بعد تسلُّمها
returned-changed = المستندات التي تغيرت: { $n }
returned-unchanged = مستندات لم يُصنع فيها شيء: { $n }
returned-added = مستندات لم تكن في المشروع: { $n }
returned-missing = مستندات لم تعد في الحزمة: { $n }
returned-annotations = العلامات في الحزمة: { $n } · في هذه المستندات من المشروع الآن: { $now }
returned-conflict = { $document } – ما ينبغي البتّ فيه: { $n }
returned-lacks = { $document } – سُلّم وليس في الحزمة؛ وما في المشروع منه باقٍ كما كان
returned-more = وأسطر أخرى: { $n }
returned-decide = تغيّر الشيء نفسه في الجانبين: افتح هذه المستندات وبُتّ فيها من قائمة «المستند». وتصفية «فيه تعارضات» تسردها.
reread-title = قراءة ثانية
reread-about = تُعَدّ مستندات منجزة من جديد دون ما وُجد فيها أول مرة، في مجموعة مستقلة، لتُقارَن بالأولى.
reread-annotator = الواسم
reread-percent = كم منها
reread-days = الأيام منذ آخر تغيير
reread-count = مستندات تُقرأ ثانية: { $n }
reread-do = إعداد القراءة الثانية
status-to-read-again = مستندات تُقرأ ثانية: { $n }، في المجموعة { $set }
documents-set = المجموعة
documents-of-project = مستندات المشروع
documents-reading = قراءة: { $name }
documents-assigned = لـ{ $names }
documents-filter-assigned = أُعطيت لي
documents-filter-free = لم تُعطَ لأحد
add-documents-title = إضافة مستندات إلى { $name }
add-documents-body = نصوص ومجموعات بيانات ومستندات حاشية، أو مجلدات منها. ما في المشروع من قبل يبقى كما هو.
add-documents-grow = ضمّ ما ينقص المشروع من تصنيفات
add-documents-do = إضافة إلى المشروع
rename-title = إعادة تسمية المستند
rename-document = العنوان
rename-file = اسم الملف
rename-body = تنتقل معه نسخه السابقة وقراءاته الأخرى.
removed-title = إعادة مستندات
removed-about = هذه المستندات في مجلد المشروع «removed»، ويعود ما تختاره منها إلى موضعه.
removed-none = لم يُخرج من هذا المشروع مستند، ومجلده «removed» فارغ.
removed-find = ابحث عن مستند مُخرَج
removed-find-hint = حروف من اسمه
removed-not-found = ليس بين المستندات المُخرجة ما في اسمه هذه الحروف.
removed-all = اختيار كل المعروض
removed-no = إلغاء الاختيار
removed-chosen = { PLURAL($n) ->
    [zero] لم تختر شيئًا
    [one] اخترت مستندًا واحدًا
    [two] اخترت مستندين
    [few] اخترت { $n } مستندات
    [many] اخترت { $n } مستندًا
   *[other] اخترت { $n } مستند
}
removed-do = إعادة
remove-title = إخراج من المشروع
remove-this = يخرج ‹{ $title }› من المشروع.
remove-filtered = { PLURAL($n) ->
    [zero] لا تأخذ التصفية مستندًا.
    [one] يخرج من المشروع المستند الذي تأخذه التصفية.
    [two] يخرج من المشروع المستندان اللذان تأخذهما التصفية.
    [few] تخرج من المشروع { $n } مستندات، هي كل ما تأخذه التصفية.
    [many] يخرج من المشروع { $n } مستندًا، هي كل ما تأخذه التصفية.
   *[other] يخرج من المشروع { $n } مستند، هي كل ما تأخذه التصفية.
}
remove-body = لا يُحذف شيء: ما يخرج يبقى في مجلد المشروع «removed»، ويمكن أن يعاد.
status-project-not-taken = { PLURAL($n) ->
    [zero] أُخذت الملفات كلها
    [one] تعذّر أخذ ملف واحد
    [two] تعذّر أخذ ملفين
    [few] تعذّر أخذ { $n } ملفات
    [many] تعذّر أخذ { $n } ملفًا
   *[other] تعذّر أخذ { $n } ملف
}
project-title = خصائص المشروع
project-guidelines = الإرشادات
project-work = العمل
project-annotators = الواسمون
project-annotator-done = أُنجز { $done } من { $total } من المستندات · { $annotations }
project-counting = يُعدّ…
project-sources-well = الملفات التي صُنعت منها المستندات كما كانت.
project-sources-lost = { PLURAL($n) ->
    [zero] لم يُفقد ملف صُنعت منه مستندات.
    [one] فُقد ملف صُنعت منه مستندات:
    [two] فُقد ملفان صُنعت منهما مستندات:
    [few] فُقدت { $n } ملفات صُنعت منها مستندات:
    [many] فُقد { $n } ملفًا صُنعت منها مستندات:
   *[other] فُقد { $n } ملف صُنعت منها مستندات:
}
project-sources-changed = { PLURAL($n) ->
    [zero] لم يتغير ملف صُنعت منه مستندات.
    [one] تغير ملف بعد أن صُنعت منه مستندات:
    [two] تغير ملفان بعد أن صُنعت منهما مستندات:
    [few] تغيرت { $n } ملفات بعد أن صُنعت منها مستندات:
    [many] تغير { $n } ملفًا بعد أن صُنعت منها مستندات:
   *[other] تغير { $n } ملف بعد أن صُنعت منها مستندات:
}
project-other-schema = { PLURAL($n) ->
    [zero] تصنيفات المستندات هي تصنيفات المشروع.
    [one] في مستند واحد تصنيفات غير تصنيفات المشروع:
    [two] في مستندين تصنيفات غير تصنيفات المشروع:
    [few] في { $n } مستندات تصنيفات غير تصنيفات المشروع:
    [many] في { $n } مستندًا تصنيفات غير تصنيفات المشروع:
   *[other] في { $n } مستند تصنيفات غير تصنيفات المشروع:
}
project-same-id = { PLURAL($n) ->
    [zero] لا مستند مكرر.
    [one] مستند واحد مكرر:
    [two] مستندان مكرران:
    [few] { $n } مستندات مكررة:
    [many] { $n } مستندًا مكررًا:
   *[other] { $n } مستند مكرر:
}
project-unreadable = { PLURAL($n) ->
    [zero] تُقرأ المستندات كلها.
    [one] تعذّرت قراءة مستند واحد:
    [two] تعذّرت قراءة مستندين:
    [few] تعذّرت قراءة { $n } مستندات:
    [many] تعذّرت قراءة { $n } مستندًا:
   *[other] تعذّرت قراءة { $n } مستند:
}
project-foreign = { PLURAL($n) ->
    [zero] لا ملفات أخرى بين المستندات.
    [one] بين المستندات ملف ليس منها:
    [two] بين المستندات ملفان ليسا منها:
    [few] بين المستندات { $n } ملفات ليست منها:
    [many] بين المستندات { $n } ملفًا ليست منها:
   *[other] بين المستندات { $n } ملف ليست منها:
}
# العلاقات والخصائص باليد

relate-choose-target = { $label }: اختر ما تؤدي إليه بحرفه أو بالأسهم والإدخال أو بالنقر؛ Esc يلغي ذلك
relate-choose-source = { $label }: اختر ما تأتي منه بحرفه أو بالأسهم والإدخال أو بالنقر؛ Esc يلغي ذلك
relate-none-in-view = { $label }: ليس فيما يظهر ما يصلح طرفًا آخر لها؛ مرّر النص، أو اضغط Esc لتلغي ذلك
relate-no-such-letter = لا حرف كهذا هنا
relate-no-types = ليس في المخطط نوع علاقة لهذا
relate-not-from = «{ $relation }» لا تربط علامات «{ $label }» في هذا الطرف
relate-which-type = أي علاقة؟ { $offers }
relate-done = رُبطت العلامتان
relation-said = { $source } — { $label } ⭠ { $target }
relation-to = { $label } إلى { $other }
relation-from = { $label } من { $other }
relation-delete = حذف العلاقة: { $relation }
relations-none-here = ليس للعلامة المختارة علاقات
relations-choose-first = اختر علاقة أولًا
attributes-none-here = ليس للتصنيف خصائص
attributes-offered = { $offers }
attribute-none = بلا
attribute-choose = { $attribute }: { $value }
attribute-take = اختيار { $value }
attribute-take-as = اختيار { $value } للخاصية { $attribute }
attribute-no-date = «{ $text }» ليس تاريخًا: اكتبه 2024-03-11 أو 2024-03 أو ١ رمضان ١٤٤٥
attribute-required = { $attribute } (لازمة)
attribute-no-number = «{ $text }» ليس عددًا
settings-relations = إظهار العلاقات

## تصنيفات مشروع

schema-of-project = هذه تصنيفات المشروع: كل تغيير يسري على مستنداته كلها. وما يمسّ علامات يُعرض قبل أن يُنفَّذ.
schema-count-project = العلامات في المشروع: { $n }
schema-split = تقسيمه بحسب خاصية…
status-schema-of-project = حُفظت تصنيفات المشروع
status-migrated = تغيّرت تصنيفات المشروع؛ المستندات التي تغيّر فيها غير التصنيفات: { $n }. والتراجع يعيدها كلها
task-migration = تغيير التصنيفات
migration-title = تغيير تصنيفات المشروع
migration-looking = يُنظر في المستندات…
migration-renamed = { $old } يصير { $new }
migration-label-deleted = يُحذف التصنيف { $label }
migration-type-deleted = يُحذف نوع العلاقة { $type }
migration-label-split = يُقسَّم { $label } بحسب { $attribute }: { $parts }
migration-guideline = تغيّرت إرشادات { $label }
migration-other = تغيّرت التصنيفات
migration-documents = المستندات التي تتغير: { $n } من { $total } تأخذ التصنيفات الجديدة
migration-in-documents = المستندات: { $n }
migration-relabelled = { $of } – العلامات: { $n } · { $documents }
migration-joined = علامات { $of } التي توحّدت في الموضع نفسه: { $n } · { $documents }
migration-deleted = علامات { $of } التي تُحذف: { $n } · { $documents }
migration-relations-renamed = { $of } – العلاقات: { $n } · { $documents }
migration-relations-deleted = علاقات { $of } التي تُحذف: { $n } · { $documents }
migration-values-renamed = قيم { $of } التي تُسمّى اسمًا آخر: { $n } · { $documents }
migration-attribute-renamed = { $owner }: { $old } يصير { $new }
migration-values-converted = { $of } – قيم من نوع آخر: { $n } · { $documents }
migration-values-noted = { $of } – قيم لا موضع لها، تُنقل إلى الملاحظة: { $n } · { $documents }
migration-look-again = المستندات المنجزة التي فيها علامات بهذا التصنيف تعود للمراجعة
migration-look-again-count = المستندات المنجزة التي تعود للمراجعة: { $n }
migration-delete-unfit = حذف العلاقات التي لم يعد طرفاها مناسبين
migration-failed = مستندات تمنع ذلك: { $n }. لا يتغير شيء حتى تناسبه.
migration-unsaved = مستندات في المشروع فيها عمل لم يُحفظ: { $n }. احفظها أولًا كي لا يضيع منها شيء.
migration-save = حفظها
migration-do = تغيير المستندات كلها
migration-undo = تتغير المستندات كلها أو لا يتغير منها شيء، وتراجُع واحد يعيدها كلها.
migration-title-own = تغيير تصنيفات المستند
migration-do-own = تغيير المستند
migration-undo-own = هذا كله خطوة واحدة، وتراجُع واحد يعيده كله.
migration-value-lost = { $of }: «{ $value }» – { $n }
migration-attribute-gone = تُحذف الخاصية { $of }
migration-required-gone = تُحذف الخاصية اللازمة { $of }
migration-choice-gone = { $of }: يُحذف الخيار «{ $choice }»
migration-kind-other = { $of } تصير من نوع آخر
migration-by-document = مستندًا مستندًا:
migration-of-document = العلامات: { $a } · العلاقات: { $r } · القيم: { $v }
split-title = تقسيم { $label }
split-about = تأخذ كل علامة التصنيف الذي يقابل قيمة الخاصية فيها.
split-attribute = الخاصية
split-value = { $value } تصير
split-rest = وما سواها يصير
split-do = تقسيم…

## توزيع العمل

command-share-out = توزيع العمل…
    .tip = أعطِ مستندات المشروع لواسمين، بعضها لأكثر من واسم
command-make-package = إعداد حزمة…
    .tip = ضع عمل واسم واحد في مجلد يُسلَّم إليه
command-take-back = تسلُّم حزمة…
    .tip = ادمج ما أنجزه واسم في حزمة مع المشروع
command-read-again = قراءة ثانية…
    .tip = أعِدّ مستندات منجزة لتُقرأ قراءة ثانية دون ما وُجد فيها أول مرة
task-sharing = توزيع العمل
share-title = توزيع العمل
share-about = تُوزَّع المستندات التي لم تُعطَ لأحد بحسب كلماتها. وما يُعطى لعدة واسمين يعمل فيه كل منهم على حدة.
share-annotator = الواسم { $n }
share-of = حصة الواسم { $n }
share-add = إضافة واسم

## الإرشادات

command-guide = الدليل
    .tip = اعرض دليل البرنامج بجانب النص: كل عمل بمفاتيحه
guide-title = الدليل
guide-close = إغلاق الدليل
command-toggle-guidelines = الإرشادات
    .tip = اعرض إرشادات المشروع بجانب النص أو أخفِها
command-guideline-of-label = إرشادات هذا التصنيف
    .tip = افتح الإرشادات عند تصنيف العلامة المختارة
labels-guideline = الإرشادات
guidelines-title = الإرشادات
guidelines-page = الصفحة
guidelines-label = التصنيف
guidelines-back = رجوع
guidelines-close = إغلاق الإرشادات
guidelines-label-none = ليس لهذا التصنيف إرشادات خاصة.
guidelines-type-none = ليس لنوع العلاقة إرشادات خاصة.
guidelines-no-project = صفحات الإرشادات تكون في مشروع: ملفات Markdown في مجلده «guidelines».
guidelines-none = ليس في المشروع صفحات بعد: اكتب ملفات Markdown (‎.md) في مجلده «guidelines».
guidelines-cut = الصفحة أطول من هذا، وبقيتها لا تُعرض.
status-no-label-meant = اختر علامة أولًا، أو تصنيفًا في الإرشادات
status-guideline-lost = الرابط لا يؤدي إلى شيء
status-address-copied = نُسخ العنوان؛ حاشية لا تفتح شيئًا خارجها
share-share = الحصة
reread-none = تُحسب المستندات المنجزة التي هي لهذا الواسم أو ليست لأحد، ومضى على تغييرها ما يكفي، ولم تُقرأ ثانية.
guidelines-left-out = صفحات أخرى لا تُعرض: { $n }

## سجل الكيانات

register-entry-fault = المدخل { $id }: { $why }
register-too-many = عدد مداخل السجل { $n }، والحد { $most }
register-unknown = لا مدخل { $id } في السجل
register-itself = لا يُدمج مدخل في نفسه
register-not-absorbed = لم يُدمج { $former } في { $id }
entry-bad-id = معرّفه فارغ أو طويل أو فيه فراغ
entry-no-name = فيه اسم فارغ
entry-long-name = فيه اسم أطول من { $most } بايت
entry-bad-language = { $tag } ليس رمز لغة
entry-bad-reference = { $reference } ليس إحالة؛ اكتب المصدر ثم نقطتين ثم القيمة بلا فراغ
entry-too-many-names = عدد أسمائه { $n }، والحد { $most }
entry-too-many-kinds = عدد تصنيفاته { $n }، والحد { $most }
entry-too-many-references = عدد إحالاته { $n }، والحد { $most }
entry-too-many-absorbed = عدد المداخل المدمجة فيه { $n }، والحد { $most }
entry-long-note = في ملاحظته { $n } بايت، والحد { $most }
entry-nested = دُمج فيه مدخل فيه مداخل مدمجة
reason-same-name = الاسم نفسه
reason-same-spelling = الاسم نفسه إلا في الحركات وصور الحروف
reason-without-clitics = الاسم نفسه بلا { $clitics }
reason-without-blanks = الاسم نفسه إلا في الفراغات
reason-linked-elsewhere = { PLURAL($n) ->
    [zero] غير مربوط في موضع
    [one] مربوط في موضع واحد
    [two] مربوط في موضعين
    [few] مربوط في { $n } مواضع
    [many] مربوط في { $n } موضعًا
   *[other] مربوط في { $n } موضع
}
reason-loose-spelling = رسم قريب
reason-part-of-name = جزء من الاسم
reason-similar-sound = لفظ قريب
register-note-renamed = غيّر الطرفان اسم مدخل، فهو { $name }، و{ $other } اسم آخر له
register-note-kept = حذف طرف المدخل { $name } وغيّره الآخر، فبقي
register-note-followed = دمج طرف المدخل { $id } في { $name }، ولحق به ما غيّره الآخر منه
register-title = سجل الكيانات
register-about = { PLURAL($n) ->
    [zero] ما تدل عليه الأسماء في مستندات المشروع. السجل فارغ: اربط علامة أو أنشئ مدخلًا.
    [one] ما تدل عليه الأسماء في مستندات المشروع: مدخل واحد.
    [two] ما تدل عليه الأسماء في مستندات المشروع: مدخلان.
    [few] ما تدل عليه الأسماء في مستندات المشروع: { $n } مداخل.
    [many] ما تدل عليه الأسماء في مستندات المشروع: { $n } مدخلًا.
   *[other] ما تدل عليه الأسماء في مستندات المشروع: { $n } مدخل.
}
register-filter = ابحث عن مدخل
register-empty = لا مداخل بعد
entry-unused = غير مربوط
entry-used = { PLURAL($n) ->
    [zero] لا موضع
    [one] موضع واحد
    [two] موضعان
    [few] { $n } مواضع
    [many] { $n } موضعًا
   *[other] { $n } موضع
} { PLURAL($documents) ->
    [zero] في أي مستند
    [one] في مستند واحد
    [two] في مستندين
    [few] في { $documents } مستندات
    [many] في { $documents } مستندًا
   *[other] في { $documents } مستند
}
register-merging = اختر المدخل الذي يُدمج فيه { $name } ثم اضغط «دمج في هذا»؛ Esc يلغي ذلك.
register-unknown-links = { PLURAL($n) ->
    [zero] كل ما رُبط به في المستندات موجود في السجل
    [one] في المستندات معرّف مربوط به وليس في السجل
    [two] في المستندات معرّفان مربوط بهما وليسا في السجل
    [few] في المستندات { $n } معرّفات مربوط بها وليست في السجل
    [many] في المستندات { $n } معرّفًا مربوطًا به وليست في السجل
   *[other] في المستندات { $n } معرّف مربوط بها وليست في السجل
}
register-places = عرض المواضع
register-merge = دمج في آخر…
register-merge-here = دمج في هذا
register-remove = حذف المدخل
register-new = مدخل جديد
register-new-name = مدخل جديد
register-split = فصل
register-split-former = { $name } كما كان
register-split-name = مدخل جديد «{ $name }»
register-merged-what = دمج المدخل { $name } في { $into }
register-split-what = فصل المدخل { $name } عن { $from }
entry-name = الاسم
entry-names = أسماء أخرى
entry-kinds = التصنيفات
entry-references = الإحالات
entry-note = ملاحظة
entity-title = ما يدل عليه «{ $text }»
entity-find = ابحث عن مدخل
entity-find-hint = اكتب بعض الحروف، أو خذ المقترح بمفتاح الإدخال
entity-none-found = لا مدخل كهذا
entity-new = مدخل جديد «{ $name }»
entity-take-away = نزع الربط
entity-none = بلا مدخل
entity-none-hint = اربطها بالسجل
entity-unknown = ليس في السجل
entity-no-register = السجل غير مفتوح
entity-linked = المدخل { $name }
entity-unlink = نزع الربط بـ{ $name }
status-label-stays = يبقى التصنيف { $name } في المشروع: له علامات أخرى
status-linked = رُبطت العلامة بـ{ $name }
status-unlinked = نُزع الربط
status-not-linked = العلامة غير مربوطة بمدخل
status-no-register = سجل الكيانات جزء من مشروع؛ افتح مشروعًا أو أنشئه
status-register-being-read = ما زال سجل الكيانات يُقرأ
status-links-changed = { PLURAL($n) ->
    [zero] غُيّر سجل الكيانات، ولا مستند فيه ربط يتبعه
    [one] غُيّر سجل الكيانات وروابط مستند واحد؛ وتراجُع واحد يعيد ذلك كله
    [two] غُيّر سجل الكيانات وروابط مستندين؛ وتراجُع واحد يعيد ذلك كله
    [few] غُيّر سجل الكيانات وروابط { $n } مستندات؛ وتراجُع واحد يعيد ذلك كله
    [many] غُيّر سجل الكيانات وروابط { $n } مستندًا؛ وتراجُع واحد يعيد ذلك كله
   *[other] غُيّر سجل الكيانات وروابط { $n } مستند؛ وتراجُع واحد يعيد ذلك كله
}
task-register = سجل الكيانات
command-link-entity = ربط بمدخل
    .tip = بيّن ما تدل عليه العلامة المختارة: مدخل في سجل الكيانات يُقترح من رسمها، أو مدخل جديد
command-next-of-entity = مدخل هذه العلامة
    .tip = افتح سجل الكيانات على المدخل الذي رُبطت به العلامة المختارة
command-register = سجل الكيانات
    .tip = اعرض ما تدل عليه الأسماء في المستندات: المداخل ومواضعها، لتغيّرها وتدمجها وتفصلها

## الأيام والأشهر

date-gregorian = { $day } { $month } { $year }
date-hijri = { $day } { $month } { $year } هـ
date-time = { $date }، { $time }
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
hijri-month-1 = محرم
hijri-month-2 = صفر
hijri-month-3 = ربيع الأول
hijri-month-4 = ربيع الآخر
hijri-month-5 = جمادى الأولى
hijri-month-6 = جمادى الآخرة
hijri-month-7 = رجب
hijri-month-8 = شعبان
hijri-month-9 = رمضان
hijri-month-10 = شوال
hijri-month-11 = ذو القعدة
hijri-month-12 = ذو الحجة
