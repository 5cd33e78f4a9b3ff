# The interface in English. Every message here has its twin in ar.ftl, with the same variables.

app-name = Hashiya
app-tagline = Text annotation made for Arabic

## Menus

menu-file = File
menu-edit = Edit
menu-annotation = Annotation
menu-document = Document
menu-project = Project
menu-view = View
menu-help = Help

## Commands: the name, and as `tip` what it does

command-open = Open…
    .tip = Open text files or annotated documents
command-open-folder = Open folder…
    .tip = Open every document of a folder
command-open-path = Open by path…
    .tip = Type the path of a file or a folder
command-save = Save
    .tip = Write the annotations of this document to its file
command-save-as = Save as…
    .tip = Write the annotations to another file
command-export = Export…
    .tip = Write a dataset for other programs
command-load-schema = Load labels…
    .tip = Read labels from a schema file
command-save-schema = Save labels…
    .tip = Write the labels to a schema file
command-edit-schema = Edit labels…
    .tip = Add, rename, recolour, order and delete labels
command-settings = Settings…
    .tip = Font, size, language, theme and keys
command-close-document = Close document
    .tip = Close this document, after a question about unsaved work
command-quit = Quit
    .tip = Leave Hashiya, after a question about unsaved work
command-undo = Undo
    .tip = Undo the last change
command-redo = Redo
    .tip = Redo what was undone
command-copy = Copy
    .tip = Copy the selected text, in reading order
command-copy-as-row = Copy as a table row
    .tip = Copy the chosen annotation: its text, its label and its offsets, separated by tabs
command-select-all = Select all
    .tip = Select the whole document
command-find = Find…
    .tip = Look for words in the document
command-find-next = Next hit
    .tip = Go to the next place that was found
command-find-previous = Previous hit
    .tip = Go to the previous place that was found
command-search = Search all documents…
    .tip = Show a line for each hit in the document or in all documents, with the words around it
command-search-annotations = Search annotations…
    .tip = Find annotations by label, text, annotator, note, attribute or what they overlap
command-consistency = Consistency…
    .tip = Show what is labelled differently or not at all elsewhere, and stray edges, each with its repair
command-statistics = Statistics and explorer…
    .tip = Show counts by label, document, annotator and day, two dimensions at once, lengths, strings, pace, effort
command-go-to = Go to…
    .tip = Go to a paragraph or a position by its number
go-to-how = A paragraph (12), a character’s position (@345), or a percentage (50%).
go-to-place = Position
go-to-go = Go
go-to-not-a-place = This is not a paragraph, a position or a percentage
go-to-paragraphs = { $n ->
    [one] The text has one paragraph
   *[other] The text has { $n } paragraphs
}
go-to-characters = { $n ->
    [one] The text has one character
   *[other] The text has { $n } characters
}
command-next-annotation = Next annotation
    .tip = Go to the next annotation in the text
command-previous-annotation = Previous annotation
    .tip = Go to the previous annotation in the text
command-delete-annotation = Delete annotation
    .tip = Delete the chosen annotation; the text stays
command-add-piece = Add as a piece
    .tip = Make the selected text another piece of the chosen annotation (or Ctrl+drag); it may stand elsewhere in the text
command-remove-piece = Remove the piece
    .tip = Remove the piece with the caret from an annotation of several pieces
command-split-annotation = Split at the caret
    .tip = Make two annotations of the chosen one; both keep label, attributes, note and flag, the first keeps the relations
command-merge-annotations = Merge the chosen annotations
    .tip = Make one annotation of several with the same label, with all their pieces, attributes, notes and relations
command-duplicate-annotation = Duplicate under another label…
    .tip = Copy the chosen annotation in the same place; the next label key is for the copy
command-select-next-too = Choose the next annotation as well
    .tip = Relabel, delete or give attributes to several annotations at once, as one undo
command-select-previous-too = Choose the previous annotation as well
    .tip = Relabel, delete or give attributes to several annotations at once, as one undo
command-select-same-label = Choose all with this label
    .tip = Choose every annotation of the document that has the label of the chosen one
command-select-listed = Choose all that are listed
    .tip = Choose every annotation that the filter of the panel leaves
command-edit-note = Write a note
    .tip = Write a note on the chosen relation, else on the chosen annotations, else on the document
command-toggle-flag = Look again
    .tip = Flag the chosen relation, else the chosen annotations, else the document, to be looked at again
command-next-mark = Next note or flag
    .tip = Go to the next note or flag of all documents, with the list of them
command-previous-mark = Previous note or flag
    .tip = Go to the previous note or flag of all documents, with the list of them
command-next-mention = Next in the chain
    .tip = Go to the next annotation in the chain: the next mention of the same thing
command-previous-mention = Previous in the chain
    .tip = Go to the previous annotation in the chain
command-join-chain = Join into one chain
    .tip = Make one chain of the chosen annotations and their chains; if only one is chosen, choose the other by its letter
command-leave-chain = Take out of the chain
    .tip = Take the chosen annotation out of its chain; the others stay together
command-split-chain = Cut the chain here
    .tip = Make the chosen annotation and those after it a chain of their own
command-page-menu = What can be done here
    .tip = Show a menu of all that can be done with the chosen annotation or the selected text
command-start-grow-word = Start earlier by a word
    .tip = Add the word before it to the chosen annotation
command-start-shrink-word = Start later by a word
    .tip = Leave the first word out of the chosen annotation
command-end-grow-word = End later by a word
    .tip = Add the word after it to the chosen annotation
command-end-shrink-word = End earlier by a word
    .tip = Leave the last word out of the chosen annotation
command-start-grow-grapheme = Start earlier by a letter
    .tip = Add the letter before it, with its marks, to the chosen annotation
command-start-shrink-grapheme = Start later by a letter
    .tip = Leave the first letter out of the chosen annotation
command-end-grow-grapheme = End later by a letter
    .tip = Add the letter after it, with its marks, to the chosen annotation
command-end-shrink-grapheme = End earlier by a letter
    .tip = Leave the last letter out of the chosen annotation
command-propagate = Label its other places…
    .tip = Show every other place of the chosen annotation’s text, to be labelled too
command-propagate-at-once = Label its other places at once
    .tip = Label every likely place of its text in this document without asking
command-relabel-everywhere = Relabel its other places…
    .tip = Give the label to annotations on the same text that have another
command-delete-everywhere = Delete on all its places…
    .tip = Remove this label from every place of the same text
command-cycle-clitics = With or without clitics
    .tip = Start the selection after the next clitic of its first word: وبالقاهرة, بالقاهرة, القاهرة, قاهرة
command-start-grow-clitic = Start earlier by a clitic
    .tip = Add the clitic before it to the chosen annotation
command-start-shrink-clitic = Start later by a clitic
    .tip = Leave the first clitic out of the chosen annotation
command-end-grow-clitic = End later by a clitic
    .tip = Add the pronoun or word after it to the chosen annotation
command-end-shrink-clitic = End earlier by a clitic
    .tip = Leave the last pronoun or word out of the chosen annotation
command-convert-clitics = Clitics in or out…
    .tip = Move the starts of annotations before or after و ف ب ك ل, with a preview and one undo a document
command-describe = About this text…
    .tip = Show the selection in Latin letters, in the other calendar, and character by character
command-toggle-sticky = Keep labelling
    .tip = Give the current label to each new selection at once
command-label = Label: { $label }
    .tip = Label the selection, or relabel the chosen annotation
command-relate = Relation: { $label }
    .tip = Link the chosen annotation to another; choose that by its letter, by arrows and Enter, or by a click
command-relate-back = Relation to here: { $label }
    .tip = Link another annotation to the chosen one
command-choose-label = Label by letters…
    .tip = Find any label by a few letters of its name, or make a new one
label-palette-hint = Type a few letters of a label, or a new name
label-palette-new = New label “{ $label }”
status-label-made = The label “{ $label }” is new
command-set-attributes = Attributes by letters
    .tip = Give the chosen annotation or relation an attribute by one letter
command-fill-roles = Fill all roles
    .tip = Link the chosen annotation by each of its relation types in turn; Space skips a role
command-next-relation = Next relation
    .tip = Choose the next relation of the chosen annotation
command-other-end = Go to the other end
    .tip = Choose the annotation at the other end of the relation
command-reverse-relation = Reverse the relation
    .tip = Make its target its source
command-delete-relation = Delete the relation
    .tip = Delete the chosen relation
command-toggle-relations = Relations
    .tip = Show or hide the arcs of relations
command-further-label = Further label: { $label }
    .tip = Put it beside the label that is there
command-next-document = Next document
    .tip = Go to the next document of the list
command-previous-document = Previous document
    .tip = Go to the previous document of the list
command-next-undone = Next that is not done
    .tip = Go to the next document of the list that is neither done nor rejected
command-previous-undone = Previous that is not done
    .tip = Go to the previous document of the list that is neither done nor rejected
command-next-unmet = Go to what is missing
    .tip = Go to the next thing that the schema requires and the document lacks: a value, or a place that a label does not allow
unmet-annotation = { $label } “{ $quote }”
unmet-missing = { $owner }: “{ $attribute }” is required and has no value
unmet-overlap = { $one } stands where { $other } does, which its label does not allow
unmet-shown = { PLURAL($n) ->
    [one] One thing is missing. { $what }
   *[other] { $n } things are missing. { $what }
}
unmet-before-done = { PLURAL($n) ->
    [one] Not marked as done yet, since one thing is missing: { $what }. Give the command again to mark it as done all the same.
   *[other] Not marked as done yet, since { $n } things are missing, the first: { $what }. Give the command again to mark it as done all the same.
}
unmet-none = Nothing is missing.
command-done-and-next = Done, and next
    .tip = Mark this document as done, save it, and go to the next that is not done
command-mark-done = Mark as done
    .tip = This document is fully annotated
command-mark-in-progress = Mark as in progress
    .tip = This document still needs work
command-mark-look-again = Mark to look at again
    .tip = This document was done and needs another look
command-mark-rejected = Mark as rejected
    .tip = This document does not belong in the dataset
command-decide-conflicts = Decide conflicts…
    .tip = See both versions of what two people changed differently, and choose
command-reanchor = Move annotations to a changed text…
    .tip = Choose the text as it is now: each annotation is looked for in it, and a new document is made of what is found
command-mend = Repair the damaged document…
    .tip = See what is wrong with the file and each repair; the result is saved as a new file
command-zoom-in = Larger text
    .tip = Make the text larger
command-zoom-out = Smaller text
    .tip = Make the text smaller
command-zoom-reset = Normal text size
    .tip = Set the text back to its normal size
command-toggle-theme = Light or dark
    .tip = Switch between the light and the dark theme
command-toggle-language = Arabic or English
    .tip = Switch the language of the interface
command-toggle-documents = Documents panel
    .tip = Show or hide the list of documents
command-toggle-labels = Labels panel
    .tip = Show or hide the labels
command-toggle-annotations = Annotations panel
    .tip = Show or hide the annotations of the document
command-toggle-tags = Label names in the text
    .tip = Show or hide the names of labels in the text
command-toggle-invisibles = Invisible characters
    .tip = Show or hide spaces, joiners and direction marks
command-toggle-line-numbers = Paragraph numbers
    .tip = Show or hide the number of each paragraph
command-focus-page = Back to the text
    .tip = Give the keyboard to the document
command-focus-next-panel = Next panel
    .tip = Give the keyboard to the next panel
command-focus-previous-panel = Previous panel
    .tip = Give the keyboard to the previous panel
command-palette = All commands…
    .tip = Find any command by typing its name
command-help = Keys and help
    .tip = Show every command with its keys
command-about = About Hashiya
    .tip = Version, licence, and the licences of all that is in the program

## Panels

panel-documents = Documents
panel-labels = Labels
panel-resize = Resize panel
panel-annotations = Annotations
panel-page = Text
panel-status = Status
menu-recent = Recent files
documents-empty = No documents yet.
labels-empty = No labels yet. Add one, or load a schema.
labels-fold = Fold what is below { $label }
labels-unfold = Unfold what is below { $label }
labels-folded = folded
labels-unfolded = unfolded
labels-none-match = No label matches the filter.
labels-add = Add labels…
labels-load = Load a schema…
labels-key-is = key { $key }
labels-further = Put { $label } beside the label that is there (Ctrl+click)
labels-pin = Give { $label } to each new selection
labels-unpin = Stop giving { $label } to each new selection
labels-show-alone = Dim every label but { $label } in the text
labels-show-all = Show every label again
labels-sticky-on = Each new selection becomes { $label }
annotations-empty = No annotations yet. Select words in the text and press a label’s key.
annotations-none-match = No annotation matches the filter.
annotations-sorted = Order: { $by }
annotations-of-label = Label: { $label }
annotations-all-makers = All origins
annotations-of-maker = Annotations from: { $maker }
maker-hand = By hand
maker-import = Imported
maker-suggestion = Accepted suggestions
annotations-all-labels = All labels
annotations-zero-width = (no characters)
annotations-delete = Delete the annotation { $text }
annotations-chosen = Chosen
annotations-relabel = Its label is { $label }; choose another
piece-of-nothing = Choose an annotation first, then select the text that is to be a piece of it
pieces-now = { $n ->
    [one] The annotation is of one piece now
   *[other] The annotation is of { $n } pieces now
}
split-done = Split in two; the second annotation is chosen
merged-annotations = { $n ->
    [one] Only one annotation was merged
   *[other] { $n } annotations were merged into one
}
merged-annotations-relations = { $n ->
    [one] Only one annotation was merged
   *[other] { $n } annotations were merged into one
}; relations deleted, since they had become the same or had lost an end: { $relations }
duplicate-choose-label = Press the key of the copy’s label, or click it; Esc cancels
duplicate-done = Copied
annotations-selected = { $n ->
    [0] No annotation is chosen
    [one] { $n } annotation chosen
   *[other] { $n } annotations chosen
}
annotations-chosen-several = Chosen: { $n }
attribute-passed-over = Annotations left as they are, since their label has no such attribute: { $n }
page-menu-name = What can be done with “{ $text }”
annotations-note-relation = Note on the chosen relation
annotations-note-document = Note on the document
document-said = Document
flag = Look again
flag-relation = Look again at the chosen relation
flag-document = Look again at the document
flag-set = Flagged to be looked at again
flag-set-relation = The relation is flagged to be looked at again
flag-set-document = The document is flagged to be looked at again
flag-taken = The flag is removed
marks-none = There are no notes and no flags
search-marks = Notes and flags
search-marks-filter = Filter by note, text or label
marks-all = All
marks-notes = Notes
marks-flags = Look again
mark-of-document = document
mark-of-relation = relation
chain-of = Chain { $label }: { $n }
chain-member = { $text }, of the chain { $label }
chain-at = { $n } of { $total } · { $label }
chain-none-here = The annotation is in no chain
chain-no-type = The schema has no relation type that makes chains: make one an equivalence first
chain-joined = Joined into one chain
chain-left = Taken out of the chain
chain-split = The chain is cut in two
annotations-note = Note on the chosen annotation
documents-none-match = No document matches the filter.
documents-menu = What can be done with the document
documents-damaged = Damaged
documents-failed = Could not be read
documents-loading = Being read…
documents-unread = Not read yet
documents-uncounted = annotations not counted yet
documents-done = { $n } of { $total } done
documents-done-filter = { $n } of { $total } of the filter
documents-folder = Folder
documents-usual-filters = Usual filters
documents-filter-all = All documents
documents-filter-undone = Not done
documents-filter-annotated = With annotations
documents-filter-without = Without annotations
documents-filter-conflicts = With conflicts
documents-filter-long = Longer than { 500 } words
documents-filter-mine = Mine
documents-filter-today = Changed today
documents-sort-files = Order of files
documents-sort-title = Title
documents-sort-annotations = Annotations
documents-sort-annotator = Annotator
documents-sort-changed = Last change
documents-sort-size = Size
documents-descending = Last first
documents-details = Two lines for a document
query-wrong = At character { $at }: { $fault }
query-no-field = “{ $name }” is not a field. Fields are state, by, label, annotations, relations, conflicts, words, changed, folder, title, id, path, attribute; put a text with a colon in "…".
query-no-state = “{ $name }” is not a state. States are new, in-progress, done, look-again, rejected, undone.
query-no-number = “{ $text }” is not a number.
query-no-day = “{ $text }” is not a day. Days are written as 2026-11-30, months as 2026-11.
query-no-value = The value of the field “{ $name }” is missing.
query-no-order = The field “{ $name }” takes no more-than or less-than.
query-open-quote = A " is not closed by a second one.
filter = Filter
filter-documents = Filter documents
filter-annotations = Filter annotations
filter-labels = Filter labels
filter-clear = Clear the filter
sort-by = Sort by
sort-position = Position in the text
sort-label = Label
sort-text = Text
sort-name = Name
sort-state = State
column-label = Label
column-text = Text
column-key = Key
column-command = Command
column-count = Count

## Counts

count-annotations = { $n ->
    [one] { $n } annotation
   *[other] { $n } annotations
}
count-documents = { $n ->
    [one] { $n } document
   *[other] { $n } documents
}
count-characters = { $n ->
    [one] { $n } character
   *[other] { $n } characters
}
count-words = { $n ->
    [one] { $n } word
   *[other] { $n } words
}
count-of = { $n } of { $total }

## State of a document

state-new = New
state-in-progress = In progress
state-done = Done
state-look-again = Look again
state-rejected = Rejected
state-done-empty = Done, nothing in it

## Status bar

status-safe = Saved
status-unsaved = Not saved yet
status-saving = Saving…
status-being-read = Reading the annotations… { $n }
status-label-waits = The document is still being read; the label is given as soon as it is there
status-labels-gone = { $n ->
    [one] The document could not be read, so the label you asked for was not given
   *[other] The document could not be read, so { $n } labels you asked for were not given
}
status-kept = Kept safe
status-kept-tip = Every step is on the disk, in a journal beside the document; { $save } puts it into the file
status-in-memory = In memory only
status-in-memory-tip = The journal of steps cannot be written ({ $why }). Hashiya tries again; { $save } saves the document
status-writing = Being written…
status-recovered = ‹{ $title }›: recovered of the unsaved work: { $n ->
    [0] all of it
    [one] one step
   *[other] { $n } steps
}
status-journal-torn = the last record of the journal is not whole and was left out
status-journal-damaged = a part of the journal could not be read; all of it is kept in { $path }
status-journal-aside = A journal of unsaved work does not match its file. It was neither applied nor deleted; it is in { $path } ({ $why })
status-not-kept = ‹{ $title }›: the journal of steps cannot be written ({ $why }); they are in memory only. Save your work elsewhere
status-journal-lost = ‹{ $title }›: { $why }; the whole document goes into a new one: { $path }
status-journal-lost-aside = what stood in its place is kept in { $path }
status-journal-elsewhere = ‹{ $title }›: the folder of its file is gone. Its steps are kept among the unsaved work; save it to another folder
status-read-only = Read only
read-only-held = Read only: it is open in another program ({ $who }); close it there, or save it under another name
read-only-newer = Read only: a newer version of Hashiya wrote it (format { $version }); open it with that one
read-only-earlier = Read only: it is an earlier version, saved on { $saved }; restore it, or save it under another name
read-only-being-read = The document is still being read; you can change it in a moment
read-only-unsound = Read only: its file is damaged and not all of it is shown; repair it into a new file (Document, Repair)
status-saved = Saved to { $name }
status-selection = { $text } { $range }
status-no-selection = Nothing selected
status-annotator = Annotator: { $name }
status-no-annotator = No name yet
status-annotator-tip = The name that new annotations get; click to change it
status-state-tip = How far the work on this document has got
status-quote = ‹{ $text }›
status-ranges = { $n ->
    [one] { $n } range selected
   *[other] { $n } ranges selected
}
status-ranges-tip = A label’s key makes one annotation of them all; Esc leaves the one with the caret
status-offsets-tip = Start and end in the text, in code points from its beginning
status-encoding = The text was read as { $name }
status-sticky-stop = Stop giving this label to each new selection
status-sticky = Keep labelling: { $label }
status-undone = Undone
status-undone-what = Undone: { $what }
status-redone-what = Redone: { $what }
status-redone = Redone
status-nothing-to-undo = There is nothing to undo
status-none-undone = Every document is done
status-none-undone-filter = Every document of the filter is done
status-nothing-to-redo = There is nothing to redo
status-copied = Copied
status-exports-removed = Files removed that are no longer part of the dataset: { $files }
status-exported = Exported to { $path }
status-table-saved = The table is in { $path }
status-losses-saved = What the format cannot carry is listed in { $path }
status-opened = { $n ->
    [one] Opened { $n } document
   *[other] Opened { $n } documents
}
status-select-first = Select words in the text first
status-choose-annotation-first = Choose an annotation first: click it, or press Tab

## Hover over an annotation

hover-label = Label
hover-quote = Text
hover-offsets = Characters { $start } to { $end }
hover-annotator = Annotator
hover-note = Note
hover-others = Around it
hover-more = { $n ->
    [one] and one more
   *[other] and { $n } more
}

## Buttons

action-ok = OK
action-cancel = Cancel
action-close = Close
action-save = Save
action-discard = Discard
action-delete = Delete
action-add = Add
action-rename = Rename
action-move-up = Move up
action-move-down = Move down
action-open = Open
action-browse = Browse…
action-retry = Try again
action-dismiss = Dismiss
toasts-whole = Read it again
toasts-earlier = { $n ->
    [one] One earlier message: read it again
   *[other] { $n } earlier messages: read them again
}

## Dialogs

dialog-unsaved-title = Save your work?
dialog-unsaved-register = The entity register could not be written: what was last entered or changed in it is in no file yet.
dialog-unsaved-body = { $n ->
    [one] { $n } document has changes that are not saved.
   *[other] { $n } documents have changes that are not saved.
}
dialog-delete-label-title = Delete the label { $label }?
dialog-delete-label-body = { $n ->
    [0] No annotation uses it.
    [one] { $n } annotation uses it.
   *[other] { $n } annotations use it.
}
dialog-delete-label-remove = Delete them with it
dialog-delete-label-move = Give them another label
dialog-open-path-title = Open by path
dialog-open-path-hint = Path of a file or a folder
dialog-save-path-title = Save by path
dialog-save-path-hint = Path of the file to write
dialog-export-title = Export
dialog-export-format = Format
format-txt = Plain text
format-jsonl = JSON lines
format-conll = Words with tags, CoNLL
format-conllu = Words with grammar, CoNLL-U
format-brat = brat
format-doccano = doccano
format-doccano-relations = doccano with relations
format-label-studio = Label Studio
format-spacy = spaCy and Prodigy
format-docbin = spaCy’s own, DocBin
format-datasets = Hugging Face datasets
format-parquet = Parquet table
format-langextract = LangExtract
format-gliner = GLiNER
format-gliner2 = GLiNER2
format-chat = Conversations for chat models
format-csv = Table with commas
format-tsv = Table with tabs
format-html = Page to read and print, HTML
format-gate = GATE
format-web-annotation = Web Annotation of the W3C
format-xmi = UIMA CAS, XMI
format-cas-json = UIMA CAS, JSON
format-webanno-tsv = WebAnno and INCEpTION
format-stam = STAM
format-tei = TEI for editions
format-refi-qda = REFI-QDA for qualitative research
format-docx = Word document
format-odt = OpenDocument text
dialog-export-losses = Not everything fits this format:
dialog-export-nothing-lost = This format keeps everything.
dialog-error-title = That did not work
dialog-import-title = Files of other formats
import-looking = Looking at what these files hold…
import-nothing = Nothing in these files can be imported as they are read now.
import-found = { $documents }, { $annotations }. Nothing is imported before you say so.
import-of-format = { $format }: { $n }
import-labels = Labels
import-formats = Files
import-otherwise = Read them differently
import-format = Format
import-format-looked-at = Told by their content
import-encoding = Encoding
import-encoding-guessed = Guessed
import-unit = Offsets count
import-unit-looked-at = Told by the text beside them
import-leave-lines = Leave out lines that cannot be read
import-not-readable = Cannot be imported as read now ({ $n })
import-to-know = Worth knowing before you import ({ $n })
import-and-more = and { $n } more
import-first = They begin like this
import-take = Import
import-take-rest = Import the rest

dialog-encoding-title = Encoding of the text

## Labels

label-name = Name in datasets
label-arabic = Arabic name
label-english = English name
label-key = Key
label-colour = Colour
label-colour-hex = Colour as #rrggbb
label-parent = Below
label-guideline = Guideline
label-count = { $n ->
    [0] not used
    [one] used { $n } time
   *[other] used { $n } times
}

colour-blue = Blue
colour-orange = Orange
colour-green = Green
colour-purple = Purple
colour-slate = Slate
colour-vermilion = Vermilion
colour-sky = Sky blue
colour-olive = Olive
colour-rose = Rose
colour-indigo = Indigo
colour-wine = Wine
colour-brown = Brown

## Settings

settings-title = Settings
settings-general = General
settings-keys = Keys
keys-choose = Choose a command to change its keys.
keys-of-labels = The keys of labels are changed under “Edit labels…”.
keys-of = Keys of “{ $command }”: { $keys }
keys-has-none = none
keys-change = Change the key…
keys-add = Add a key…
keys-none = No key
keys-default = The usual key
keys-press = Press the new key; Esc leaves everything as it is.
keys-taken = { $key } is the key of “{ $other }”.
keys-swap = Swap: “{ $other }” gets { $key }
keys-take = Take it from “{ $other }”
keys-leave = Leave it there
keys-label-has = { $key } is the key of the label “{ $label }”. The keys of labels are changed under “Edit labels…”.
keys-reserved = { $key } moves the caret, leaves, cuts or pastes: no command can have it.
settings-window = Window
settings-page = Page
settings-work = Work
settings-zoom = Size of the window’s controls
settings-tags = Label names in the text
settings-tag-size = Size of label names
settings-card = Card of an annotation
settings-card-never = Never
settings-card-beside = Beside the text
settings-card-foot = At the foot of the page
settings-invisibles = Invisible characters
settings-numbers = Paragraph numbers
settings-preview = قرأتُ في ٣٠ دقيقة مقالًا عن Cairo و«النيل» (2026).
settings-less = Less: { $name }
settings-more = More: { $name }
settings-language = Language of the interface
settings-theme = Theme
settings-theme-system = As the system
settings-theme-light = Light
settings-theme-dark = Dark
settings-contrast = High contrast: black and white surfaces, stronger lines
settings-digits = Digits of the interface
settings-digits-arabic = ٠١٢٣ Arabic
settings-digits-european = 0123 European
settings-dates = Dates of the interface
settings-dates-numbers = In numbers
settings-dates-gregorian = Gregorian
settings-dates-hijri = Hijri
settings-font = Reading font
settings-text-size = Text size
settings-line-height = Line height
settings-column = Longest line (in letters)
settings-bar = Scroll bar
settings-bar-auto = Where lines end
settings-bar-left = Left
settings-bar-right = Right
settings-effort = Measure time and key presses (kept on this machine, beside the project)
settings-smooth = Movement: the page glides on short jumps, panels and menus fade, the caret of a field blinks
settings-annotator = Name of the annotator
settings-snap = A drag takes
settings-snap-word = whole words
settings-snap-clitic = words or clitics
settings-snap-letter = letters
settings-trim = New annotations lose quotes, brackets, spaces and # at their ends
settings-exclude-clitics = New annotations begin after the proclitics و ف ب ك ل

## Palette and help

palette-hint = Type the name of a command
palette-none = No command has this name.
about-title = About Hashiya
about-version = Version
about-licence = Licence
about-third-party = Crates and fonts in the program, and their licences:
help-title = Keys and help
help-filter = Filter commands
help-change = A click on a line changes its key.
help-arabic-keyboard = Keys work by their place, under an Arabic keyboard too.

## Text fields

field-undo = Undo typing
field-empty = Empty

## The page

page-scroll-bar = Scroll bar and map of annotations

## Paths, export, encoding

action-replace = Replace
action-delete-ellipsis = Delete…
dialog-load-schema-title = Load labels by path
dialog-load-schema-hint = Path of a schema file
dialog-save-schema-title = Save labels by path
dialog-save-schema-hint = Path of the schema file to write
path-nothing = There is nothing there.
path-new = A new file will be written.
path-no-folder = The folder does not exist.
path-file = A file.
path-folder = A folder: every document in it will be opened.
path-replaces = A file is there and will be replaced.
path-is-folder = A folder is there. Add a file name.
path-is-file = A file is there, and this format writes a folder.
path-new-folder = The folder will be made.
path-into-folder = The files will be written into this folder.
path-unreadable = This place cannot be looked at.
export-clitics = Proclitics
export-clitics-as-made = As annotated
export-clitics-include = Inside the annotation (وبالقاهرة)
export-clitics-exclude = Outside the annotation (القاهرة)
export-clitics-split = Words split from their proclitics
export-documents = Documents
export-current = This document
export-filtered = { $n ->
    [one] The { $n } document of the list’s filter
   *[other] The { $n } documents of the list’s filter
}
export-listed = { $n ->
    [one] The { $n } document of the list
   *[other] All { $n } documents of the list
}
export-left-out = Documents of the list that are not exported, since they could not be read or are of another format: { $n }
export-number = To be exported: { $n ->
    [one] { $n } document.
   *[other] { $n } documents.
}
export-bare = { $n ->
    [one] { $n } document has no annotations.
   *[other] { $n } documents have no annotations.
}
export-folders = Folders
export-only = Only
export-training = Training set
export-states = State
export-labels = Labels
export-annotators = Annotators
export-nameless = Without a name
export-all = All
export-parts = In parts
export-shares = Parts and shares
export-seed = Seed
export-card = Card (README.md)
export-croissant = Croissant metadata
export-some = { $n } chosen
filtered-out = Left out as chosen: { $documents ->
    [one] { $documents } document
   *[other] { $documents } documents
}; of the others: { $annotations ->
    [one] { $annotations } annotation
   *[other] { $annotations } annotations
}, { $relations ->
    [one] { $relations } relation
   *[other] { $relations } relations
}
export-file = Write to file
export-folder = Write to folder
export-makes-folder = a folder of files
export-weighing = Looking at what this format can hold…
export-accept = Export without these
export-save-losses = Save report…
export-write = Export
export-scheme = Tags
export-scheme-as-imported = As in the imported file, or IOB2
export-scheme-plain = The label alone
export-tokens = Words
export-tokens-as-usual = As in the imported file, or ours
export-tokens-ours = Ours, made for Arabic
export-tokens-whitespace = What stands between spaces
export-tokens-imported = Those of the imported file
export-overlap = Overlapping annotations
export-overlap-as-usual = As in the imported file, or as the format does
export-overlap-first = Only the one that begins first
export-overlap-longest = Only the longest
export-overlap-outermost = Only the outermost
export-overlap-columns = A column for each layer
export-overlap-cells = Several tags in a cell
export-pieces = Annotations of several pieces
export-pieces-drop = Leave them out
export-pieces-split = Each piece by itself
export-pieces-cover = From the first piece to the last
export-shard-size = Size of the files
export-shard-size-as-usual = { 256 } MB at most
export-shard-megabytes = { $n } MB at most
export-comments = Comments with ids and the text (many programs take them for words)
export-replace = Replace files there that Hashiya did not export
export-place = { $label } “{ $quote }”
export-more-places = And further ones: { $n }
encoding-read = { $file } was read as { $name }.
encoding-guessed = { $file } was read as { $name }. That was guessed from its bytes.
encoding-preview = The text would begin like this:
encoding-reopen = Read again
encoding-unreadable = { $n ->
    [one] { $n } character makes no sense in this encoding.
   *[other] { $n } characters make no sense in this encoding.
}
encoding-utf-8 = Unicode, the usual one today
encoding-utf-16le = Unicode, as Windows programs save it
encoding-utf-16be = Unicode, high byte first
encoding-windows-1256 = Arabic, older Windows files
encoding-iso-8859-6 = Arabic, older Unix files and web pages

## Editing labels

schema-title = Schema
schema-bad-name = A name in datasets is not empty and has no spaces at its ends.
schema-name-taken = The name { $name } is already used.
schema-key-taken = The key { $key } belongs to { $label }.
schema-key-command = The key { $key } already means “{ $command }”.
schema-not-a-key = This is not a key that writes a character.
schema-parent-cycle = { $label } would be below itself.
schema-bad-colour = Write a colour like #0f6670.
schema-no-key = none
schema-press-key = Press a key…
schema-key-tip = Click, then press the key. Esc keeps the old one; Del removes it.
schema-take-key-away = Remove the key
schema-no-parent = none
schema-remove-relations = Relation types that allow this label lose it; a type that allows no other is deleted with it.
schema-delete-label = Delete the label
refused-labels-changed = The labels were changed in the meantime, and nothing was done. Ask for the change again.
schema-place-of-labels = Labels
schema-place-of-relations = Relation types
schema-place-of-documents = Attributes of documents
schema-description = Description
schema-attributes-of = Attributes ({ $n })
schema-no-attribute-name = The name of an attribute is not empty.
schema-no-choice = { $attribute } has no choice yet. Write one below.
schema-choice-twice = The choice “{ $choice }” exists already.
schema-name-too-long = “{ $start }…” has { $n } characters; the limit is { $most }.
schema-unseen-mark = “{ $name }” has an invisible character in it ({ $mark }). Remove it.
relations-empty = No relation types yet.
attributes-empty = No attributes yet.
attribute-add = Add an attribute
attribute-up = Move the attribute up
attribute-down = Move the attribute down
attribute-delete = Delete the attribute…
attribute-kind = Kind of value
attribute-choices-list = Choices
attribute-default = Default value
attribute-is-required = Required: a document is not done without it
attribute-is-remembered = Remembered: a new annotation gets what the last one got
attribute-is-shown = Shown on the page beside the label
kind-flag = Yes or no
kind-choice = One choice
kind-choices = Several choices
kind-number = Number
kind-text = Text
kind-date = Date
choice-name = Name of the choice
choice-new = New choice
choice-add = Add the choice
choice-up = Move the choice up
choice-down = Move the choice down
choice-delete = Delete the choice
label-overlap = Placing
overlap-any = Anywhere
overlap-nested = Within others and around them, not across an edge
overlap-other-labels = With annotations of other labels only
overlap-never = With no other annotation
relation-kind = Kind of relation
relation-directed = Directed
relation-symmetric = Symmetric
relation-equivalence = Equivalence
relation-directed-means = From a source to a target.
relation-symmetric-means = Between two ends of the same standing.
relation-equivalence-means = What it links makes one chain, as mentions of one thing do.
relation-from-labels = From the labels
relation-to-labels = To the labels
relation-one-labels = Labels at one end
relation-other-labels = Labels at the other end
relation-any-label = Any label
guideline-part-before = Previous part
guideline-part-after = Next part
guideline-part = Part { $n } of { $total }

## Finding

find-name = Find in the document
find-previous = Previous hit
find-next = Next hit

## What was refused, and other things said in passing

refused-no-document = No document is open
refused-already-there = { $label } is already on exactly this place
refused-label-in-use = { $n ->
    [one] { $n } annotation has the label { $label }: decide first what becomes of it
   *[other] { $n } annotations have the label { $label }: decide first what becomes of them
}
status-sticky-ended = Keep labelling has ended
status-schema-saved = Labels saved to { $path }
status-schema-loaded = Labels loaded from { $path }
status-nothing-found = There is no document of a kind that Hashiya reads
status-no-dialog = This system shows no file dialog: type the path
status-exported-losses = Exported to { $path }. What it could not carry: { $n }
page-loading = Reading the document…
page-failed = This document could not be opened
page-none = Open a document: a text, a folder, or drop one here.
page-drop = Drop here to open
page-name = { $title }, text of the document
page-name-ranges = { $title }, text of the document, { $ranges }
dialog-in-the-way-title = The file is not as it was
dialog-in-the-way-overwrite = Replace the file
dialog-in-the-way-other = Save under another name
status-opened-title = Opened { $title }
refused-reopen = This document has annotations: reading it again would lose them
loss-lost = Lost
loss-widened = Widened
loss-flattened = Flattened
loss-renamed = Renamed
loss-undecided = Undecided
loss-of-false-flag = attributes whose value is no
loss-of-empty-attribute = empty attributes
loss-of-spaces-in-attribute = spaces in attributes become “_”
loss-of-lines-in-attribute = line ends and tabs in attributes become spaces
loss-of-relation-attributes = attributes of relations
loss-of-look-again = flags to look again
loss-of-entities = links to the entity register
loss-of-document-note = the note of the document
loss-of-relation-notes = notes of relations
loss-of-relation-ends = relations with an end that is not written
loss-of-other-work = work of others, predictions and drafts
loss-of-layers = layers that are not read
loss-of-controls = control characters
loss-of-ids-and-provenance = ids and provenance
loss-of-what-has-no-place = what has no place
loss-of-gaps = text between sentences
loss-of-unplaced = what stands nowhere in the text
loss-of-several-places = texts that stand in several places
loss-of-relations-of-tokens = relations between words that are not annotations
loss-of-unlabelled = what has no label
loss-of-facts = state, metadata and attributes of the document
loss-of-name = names of labels and relations
loss-of-ids = ids
loss-of-relations = relations
loss-of-note-lines = notes of several lines are put on one
loss-of-same-name = labels that become one with another
loss-of-columns = columns that are not read
loss-of-document-id = ids of documents
loss-of-multiwords = words that are not written as their parts
loss-of-rows = lines of the original files
loss-of-stray-tags = tags I- that follow no B-
loss-of-equivalence = equivalences
loss-of-relation-attribute = attributes of relations
loss-of-normalisation = references
loss-of-note = notes
loss-of-field = fields that have no place here

## Every place of a string

proposals-propagate-title = Other places of ‹{ $text }›, to get the label { $label }
proposals-relabel-title = Annotations on ‹{ $text }›, to get the label { $label }
proposals-delete-title = { $label } on ‹{ $text }›, to be deleted
proposals-clitics-title = Clitics at the start of annotations
scope-document = This document
scope-project = All documents of the list ({ $n })
proposals-wide = Spelling as in search: ى for ي, ؤ for و
proposals-inside = Clitics (و ف ب ك ل) belong inside the annotation
proposals-article = The article ال counts as a clitic
proposals-none = Nothing found.
proposals-chosen = { $n } of { $total } chosen
proposals-withheld = Not offered, since the like was rejected twice: { $n }
proposals-all = All
proposals-none-of-them = None
proposals-not-of-parts = An annotation of several pieces has no string of its own
proposals-do-label = Label { $n }
proposals-do-relabel = Relabel { $n }
proposals-do-delete = Delete { $n }
proposals-do-move = Change { $n }
group-hit = Found
group-exact = As it is written
group-with-clitics = After { $clitics }
group-folded = In another spelling
group-inside = Inside another annotation
group-clitics = { $clitics } at the start
group-edge-inside-letter = An edge separates a letter from its marks
group-stray-edge = A space, quote or punctuation at an edge
group-labelled-differently = Labelled differently elsewhere
group-unlabelled = Not labelled here
seek-looking = Looking: { $n } of { $total }
seek-too-many = { $n } in all; the first are shown
seek-unread = Documents that could not be looked into: { $n }
status-applied = Places changed: { $n }
status-changed-there = { $title } · places changed: { $n }
clitics-none-here = No clitic stands before this word
clitics-enter-takes = { $take } takes this; { $leave } leaves the annotation as it is
clitics-begins-after = The selection begins after ‹{ $text }›
clitics-left-out = { PLURAL($n) ->
    [one] ‹{ $text }› stays outside the annotation; { $key } takes it in
   *[other] Clitics stay outside { $n } annotations (‹{ $text }› …)
}
clitics-stands-for = Stands for ‹{ $text }›
status-applied-waiting = Documents being read for it: { $n }
status-applied-skipped = As they should be already, or no longer there: { $n }

## Looking in all documents

find-options = Search options
find-whole-words = Whole words
find-regex = Regular expression
find-folds-all = any spelling
find-folds-none = exactly as typed
find-folds-some = { $n } of { 6 } spellings ignored
fold-marks = Ignore vowel marks and tatweel
fold-alef = أ إ آ ٱ as ا, and hamza seats
fold-ya = ى as ي, ک as ك
fold-ta-marbuta = ة as ه
fold-digits = ٠١٢ as 012
fold-punctuation = Punctuation, spaces, width and capitals
search-text = Text
search-annotations = Annotations
search-consistency = Consistency
search-text-name = Search for a text
search-quote = Text of the annotation
search-label = Label: { $label }
search-overlapping = Overlapping: { $label }
search-any = any label
search-annotator = Annotator
search-note = In the note
search-attribute = Attribute, or attribute=value
search-order = Order: { $by }
search-by-place = position
search-by-before = the word before
search-by-after = the word after
search-by-document = document
search-by-label = label
search-close = Close the search
search-found = Found: { $n }
search-ticked = Ticked: { $n }; a label’s key labels them
search-mend = Repair { $n }
search-usually = { $label }, elsewhere { $usual }

## Conflicts that a merge left
dialog-conflicts-title = Conflicts
conflicts-none = All conflicts are decided. Save the document to keep the decisions.
conflicts-count = { $at } of { $n }
conflicts-next = Next
conflicts-previous = Previous
conflicts-ours = Ours
conflicts-theirs = Theirs
conflicts-absent = Deleted
conflicts-keep-ours = Keep ours
conflicts-keep-theirs = Take theirs
conflicts-keep-both = Keep both
conflicts-annotation = An annotation was changed in two ways.
conflicts-relation = A relation was changed in two ways.
conflicts-label = A label was changed in two ways.
conflicts-relation-type = A relation type was changed in two ways.
conflicts-document-attribute = An attribute of documents was changed in two ways.
conflicts-state = The state of the document was changed in two ways.
conflicts-value = The document’s attribute { $name } was changed in two ways.
conflicts-fact = { $name } was changed in two ways.

## Damaged documents

dialog-mend-title = A damaged document
mend-about = { $name } did not pass the checks. What can be read of it is shown; nothing here writes to it.
mend-cut = The end of the file is missing, and whatever stood there is lost. { PLURAL($n) ->
        [0] No annotation is left.
        [one] One annotation is left.
       *[other] { $n } annotations are left.
    } An earlier version may hold the rest.
mend-problems = Problems: { $n }
mend-repairs = Repairs: { $n }
mend-line = line { $n }
mend-unreadable = Left out, since it cannot be read: { $line }
mend-was = Was: { $what }
mend-will = Will be: { $what }
mend-nothing = nothing
mend-the-document = the document
mend-do = Apply the chosen ({ $n })
mend-take-back = Undo the last ones
mend-save = Save the repaired document as…
mend-sound = No problem is left. Save the repaired document as a new file.
mend-needs-a-person = What is left needs a person: correct the lines named in a text editor, or restore an earlier version.
mend-text-edited = Its text was edited by hand. An earlier version still has the text as it was, so the annotations can be moved to the edited one.
mend-follow-text = Move annotations to the edited text…
mend-write-digest = The digest is computed again from the text as it is
mend-move-span = { $name } moves to where its words stand
mend-take-text = { $name } stays in its place and takes the words that stand there
mend-join-spans = The overlapping pieces of { $name } become one
mend-set-aside = { $name } is left out
mend-new-id = The second { $name } gets an id of its own
mend-set-time = { $name }: what is not a time becomes one
mend-add-label = The label { $name } is added
mend-add-relation-type = The relation type { $name } is added
mend-allow-ends = The relation type { $name } may link these labels
mend-define = The attribute { $name } is defined for { $owner }
mend-add-choice = The attribute { $name } of { $owner } gets another choice
mend-drop-value = { $owner } loses its attribute { $name }
mend-drop-key = The label { $name } loses its key, which another has
mend-drop-default = The attribute { $name } loses a default that it cannot hold
mend-drop-parent = The label { $name } is no longer below another
mend-drop-second = The second definition of { $name } is left out
mend-drop-conflict = The conflict { $n } is left out
problem-bad-digest = The digest is malformed
problem-digest = The text does not match its digest: { $why }
problem-too-long = The text is longer than a document may be: { $len } bytes
problem-span = { $id }: { $why }
problem-quote = { $id } says “{ $said }” where the text has “{ $found }”
problem-duplicate = The id { $id } is used twice
problem-time = { $id }: “{ $said }” is not a time
problem-empty-conflict = A conflict holds neither version
dialog-save-mended-title = Save the repaired document
path-taken = A file of this name is there, and a repaired document replaces no file; choose another name.
refused-not-mended = The document shown is not a damaged one; nothing was saved

## A text that changed under its annotations

dialog-new-text-title = The changed text
dialog-new-text-hint = Path of the text as it is now
dialog-reanchor-title = Annotations in the changed text
reanchor-counts = In place: { $exact } · Moved: { $moved } · In several places: { $ambiguous } · Not found: { $lost }
reanchor-ambiguous = To decide ({ $n })
reanchor-lost = Not found ({ $n })
reanchor-moved = Moved ({ $n })
reanchor-none = None.
reanchor-stood = It stood here:
reanchor-stands = It stands here now:
reanchor-where = Where is it now?
reanchor-leave-out = Leave it out
reanchor-too-many = Its words stand in too many places to compare; it is left out.
reanchor-left-out = Left out: { $n } · Relations that lose an end: { $relations }
reanchor-new = The new document is not saved yet, and the old one stays as it is.
reanchor-make = Make the new document
status-reanchored = A new document with the changed text; it is not saved yet

## Reading aids

aid-title = About this text
aid-stands-for = Stands for
aid-date = In the other calendar
aid-reader = To be read
aid-iso = ISO 233
aid-buckwalter = Buckwalter
aid-code-points = Its code points: { $n }

# The file of an open document, changed by another program
changed-title = The file was changed by another program
changed-body = { $name } is not what it was when it was read. There is no unsaved work here.
changed-body-unsaved = { $name } is not what it was when it was read, and the open document has unsaved work. Merging keeps both; where both sides changed the same thing, you decide. Undo takes back any of these choices.
changed-body-read-only = { $name } is not what it was when it was read.
changed-body-gone = { $name } is not there any more: it was moved, renamed or deleted. What it held is open here and counts as unsaved.
changed-merge = Merge
changed-read-again = Read again
changed-take-theirs = Take what is in the file
changed-keep-mine = Keep mine
changed-write-again = Write it again
status-file-changed = Another program changed { $name }
status-file-gone = { $name } is not there any more
status-kept-mine = Your version stays; the next save replaces the file
status-read-again = ‹{ $title }› was read again
status-merged = ‹{ $title }›: merged with the file; not saved yet
status-merged-conflicts = ‹{ $title }›: merged with the file; { $n ->
    [one] one conflict is
   *[other] { $n } conflicts are
} to be decided

# Earlier versions
command-earlier-versions = Earlier versions…
    .tip = Show what saves replaced, and journals that were set aside: read one or restore it
settings-versions = Earlier versions kept
earlier-title = Earlier versions
earlier-kept = Beside each document the last { $n ->
    [one] version that a save replaced stays
   *[other] { $n } versions that saves replaced stay
}.
earlier-reading = being read…
earlier-unreadable = cannot be read
earlier-journal = Journal set aside, { $when }
earlier-about = { $n ->
    [one] one annotation
   *[other] { $n } annotations
} · { $annotator }
earlier-steps = { $n ->
    [one] one step
   *[other] { $n } steps
}
earlier-read = Open to read
earlier-read-hint = As a document of its own that cannot be changed
earlier-restore = Restore
earlier-restore-hint = Into the open document, as a step that undo takes back
status-restored = ‹{ $title }›: the version of { $when } is restored; undo takes that back
status-restored-beside = ‹{ $title }›: the version of { $when } has another text and is open as a document of its own
status-other-names = { $name } has { $n ->
    [one] another name
   *[other] { $n } other names
} (hard links), which still hold what it held before this save
status-version-not-kept = { $name } was saved; what it held before could not be kept as an earlier version ({ $why })

## What the system says

io-not-found = there is no such file or folder
io-permission = no permission to read or write it
io-is-folder = it is a folder, not a file
io-not-folder = a part of the path is a file, not a folder
io-full = the disk is full
io-quota = your share of the disk is used up
io-read-only = that place can only be read
io-exists = something of that name is already there
io-timed-out = no answer came in time
io-interrupted = it was interrupted; try again
io-too-large = the file is larger than that disk allows
io-busy = another program is using it
io-name = the name is not allowed there, or too long
io-network = the network folder does not answer
io-end = it ends too soon
io-memory = there is not enough memory
io-other = the system refused it
io-number = the system refused it, error { $n }
io-device = the disk itself fails to read or write; copy what is on it to another
io-too-many-open = more files are open than the system allows; close some
io-not-empty = the folder is not empty
io-crosses-disks = the two places are on two disks
io-too-many-links = the file has more names than that disk allows
io-unsupported = that disk or system cannot do it
io-write-zero = only a part of it was written
io-invalid-data = its content does not have the form that was expected
io-broken-pipe = the program that was reading has stopped
io-circle = the symbolic links lead in a circle
io-journal-too-long = it would have more bytes than are read again
journal-lost-removed = another program removed the journal of its steps
journal-lost-folder = another program removed the folder with the journal of its steps
journal-lost-replaced = another program put a file in the place of the journal of its steps
journal-lost-cut = another program cut off the end of the journal of its steps
journal-lost-written = another program wrote into the journal of its steps
io-journal-taken = another program removes it again and again
io-too-many-journals = too many journals are set aside here
io-too-many-set-aside = too many damaged files are set aside here
io-not-a-file = it is not a file
io-link-for-file = it is a link that leads out of the folder of its documents; put a file in its place
io-link-for-folder = its folder of earlier versions is a link and not a folder of its own
io-name-leads-out = the name would lead out of the folder
io-link-leads-out = a link there leads out of the folder
io-no-common-folder = the files have no folder in common; change those of one disk at a time
io-name-not-unicode = a name there is not Unicode, which a change of several files needs

## Files that are not opened

load-io = { $path }: { $why }
load-too-large = { $path }: the file has { $len } bytes, and Hashiya opens at most { $limit }; split it into several files
load-empty = { $path }: the file is empty
load-not-utf8 = { $path }, line { $line }: byte { $byte } is not UTF-8; another program has changed the file, which is untouched
load-not-ours = { $path }, line { $line }: this is not the file of Hashiya that was expected: { $why }
load-newer = { $path }: the file has format version { $found }, and this version of Hashiya knows versions up to { $known }; open it with a newer one, the file is untouched
load-syntax = { $path }, line { $line }, column { $column }: the file is damaged here: { $why }; the file is untouched
fault-details = { $why } (details: { $text })
syntax-ended = the file or a text in it ends too soon
syntax-missing-field = the field { $name } is missing
syntax-unknown-field = it has the unknown field { $name }
syntax-field-twice = the field { $name } is there twice
syntax-unknown-word = a word that is not allowed here: { $word }
syntax-punctuation = a comma, colon or bracket is missing or out of place
syntax-text = a text that is not written correctly
syntax-number = a number that is not written correctly, or too large
syntax-wrong-value = a value of another kind than expected
syntax-too-deep = brackets nested deeper than allowed
syntax-trailing = something follows the end of the file
load-cut = { $path }: the file is cut short, its end is missing; what is there is untouched
load-unsound = { $path }: the file did not pass the checks and was not opened; it is untouched
load-more = … and { $n } more
ours-no-parenthesis = it does not begin with “(”
ours-no-version = its first field is not its version
ours-bad-version = its version is not a number from { 1 }
ours-nothing-follows = nothing follows its version
ours-unknown-field = it has the unknown field { $name }
ours-holds = it holds { $found }, not { $wanted }
ours-packed = this version is damaged and cannot be unpacked
ours-packed-cut = this version is cut short, and its end is missing
ours-hash = this version is damaged: it is not what was kept
kind-document = a document
kind-schema = a schema of labels
kind-project = a project
kind-settings = settings
kind-places = places where reading stopped
kind-assignments = a list of who does which document
kind-window = the state of the window
kind-register = an entity register
kind-memory = a memory of decisions
text-to-crlf = its line ends were changed from LF to CRLF, by git or an editor; change them back, and write “*.ron -text” into .gitattributes
text-to-lf = its line ends were changed from CRLF to LF; change them back
text-at-its-end = line ends at its end were added or removed; change them back
text-somehow = it was changed outside Hashiya, and the annotations may no longer fit it
kept-none = No earlier version of it is kept.
kept-versions = Earlier versions of it are kept: { $n }, the newest of { $when }.

## Saves that did not happen

save-unsound = { $path }: not saved, since the document has a problem: { $why }
save-register = { $path }: not saved, since the entity register has a problem: { $why }
save-time = { $path }: not saved, since { $id } has a time beyond the calendar
save-too-large = { $path }: not saved: { $len } bytes is more than Hashiya opens again ({ $limit })
save-changed = { $path }: not saved: the file has changed on disk since it was read. Save under another name, or replace it knowingly
save-exists = { $path }: not saved: a file of this name is already there. Choose another name
save-disk-full = { $path }: not saved: the disk is full; the file on disk is as it was. Make room and save again
save-permission = { $path }: not saved: no permission to write there; the file on disk is as it was. Save it to another folder
save-no-folder = { $path }: not saved: the folder is not there. Restore it or save to another one
save-read-back = { $path }: not saved: what the disk gives back is not what was written; the file on disk is as it was
save-write-protected = { $path }: not saved: the file is write-protected and as it was. Give it the permission to be written, or use another name
save-change-under-way = { $path }: nothing was changed: another program is changing several files of this folder. Try again in a moment
save-bad-change-record = { $path }: not a record of a change that this version of Hashiya reads. If it does not belong to Hashiya, move it elsewhere; otherwise open the folder with a newer version. Nothing was changed
save-not-taken-back = { $path }: not every file could be changed, and those that were could not be changed back: { $why }. The next opening of one of them tries again
save-unknown = { $path }: written, but the disk did not confirm it ({ $why }). Save again
save-stream = { $path }: only a part of it was written: { $why }
save-io = { $path }: not saved: { $why }; the file on disk is as it was
save-held = { $path }: it is open in another program ({ $who }); close it there first
held-unknown = unknown
held-process = { $who }, process { $number }
settings-untouched = This session uses the default settings; the file is untouched.
settings-set-aside = The file was set aside as { $path }, and the default settings are used.
settings-left = The file was left as it is, and the default settings are used.
status-settings-not-kept = The window could not keep its settings: { $why }
status-damaged-set-aside = The damaged file stays beside it as { $path }

## Journals

journal-other-file = it builds on another state of the file: the file was changed since
journal-unreadable = it is not a journal that this version of Hashiya reads
journal-too-long = it has { $len } bytes, more than is read
journal-time = { $id } has a time beyond the calendar
journal-damaged = it is damaged: { $why }
journal-no-number = a step has no number
journal-out-of-order = step { $step } comes after step { $after }
journal-no-document = the document it builds on is missing
journal-first-step = its first step is not whole
journal-record = a record cannot be read: { $why }
journal-other-id = the change of { $id } holds { $found }

## What cannot be in a document

problem-at-line = line { $line }: { $what }
problem-schema = the labels have a problem: { $why }
problem-unknown-label = { $id } has the label { $label }, which the schema lacks
problem-unknown-type = { $id } has the relation type { $label }, which the schema lacks
problem-unknown-end = { $id } points to { $end }, which is not there
problem-end-not-allowed = the relation { $id } of type { $label } may not link { $source } to { $target }
problem-id-of-both = the id { $id } is used by an annotation and by a relation
problem-attribute = the attribute { $attribute } of { $owner }: { $why }
span-reversed = the place { $start }..{ $end } ends before it begins
span-empty = the place { $start }..{ $end } is empty
span-out-of-bounds = the place { $start }..{ $end } lies outside the text, which has { $len } bytes
span-inside-character = the place { $start }..{ $end } cuts a character: byte { $byte } is inside “{ $character }”
span-none = an annotation needs at least one place
span-overlapping = its pieces { $first } and { $second } overlap
document-too-long = the text has { $len } bytes, and a document holds at most { $limit }
schema-too-many = { $what }: { $count }; Hashiya works with { $most } at most
schema-labels = labels
schema-relation-types = relation types
schema-attributes = attributes
schema-choices = choices
schema-bad-name-is = “{ $name }” cannot be a name in datasets: it has spaces at its ends or characters that are not written.
schema-unknown-parent = { $child } is below { $parent }, which is not there.
schema-unknown-end = the relation type { $relation } allows the label { $label }, which is not there
schema-bad-default = The default of the attribute { $attribute } of { $owner } is not valid: { $why }.
schema-bad-choice = The choice “{ $choice }” of the attribute { $attribute } of { $owner } is empty, has spaces at its ends, or a semicolon, which stands between several choices.
schema-duplicate-attribute = { $owner } defines the attribute { $attribute } twice
attribute-undefined = it is not defined in the schema
attribute-too-many-choices = it has more than { $most } values to choose from
attribute-too-many = what it belongs to has more than { $most } attributes
attribute-no-owner = what it belongs to is not in the schema
attribute-wrong-kind = its value is of another kind than defined
attribute-not-a-choice = its value { $value } is not among its choices
attribute-not-each-once = it has no choice, or one twice
attribute-not-finite = its value is not a finite number
attribute-yes = yes
attribute-no = no
fact-id = the id of the document
fact-note = the note of the document
fact-title = the title of the document
fact-annotator = the annotator of the document
fact-schema-name = the name of the schema
attribute-flag = yes or no
attribute-date = a date
attribute-choices = some of { $choices }
attribute-number = a number
attribute-text = a text
attribute-choice = one of: { $choices }

## Changes that were refused

refused-unknown-label = There is no label { $label }
refused-unknown-type = There is no relation type { $label }
refused-unknown-annotation = There is no annotation { $id }
refused-unknown-relation = There is no relation { $id }
refused-end-not-allowed = { $label } may not link { $source } to { $target }
refused-self-relation = { $id } cannot be linked to itself
refused-attribute = The attribute { $name }: { $why }
refused-missing-from-schema = The new labels lack { $label }, which annotations have ({ $n })
refused-piece-there = This place belongs to the annotation already
refused-no-piece-here = No piece of the annotation is here: put the caret in the piece that you want to remove
refused-only-piece = The annotation has only one piece; Delete deletes the whole annotation
refused-cut-at-edge = Nothing of the annotation is on one side of the cut: click inside it, between the two parts
refused-nothing-to-merge = Choose two annotations or more first: Ctrl+click adds one
refused-labels-differ = { $first } and { $second } are different labels: give the annotations one label first
refused-no-chain-type = { $label } makes no chains: say in the schema that it is an equivalence
refused-nothing-to-join = Choose two annotations or more first: Ctrl+click adds one
refused-one-chain-already = They are in one chain already
refused-in-no-chain = The annotation is in no chain of { $label }
refused-chain-cut-at-end = The chain begins here: choose a later one of its annotations to cut it before that
refused-no-such-conflict = This conflict is decided already
refused-not-both = The two versions cannot both stand: choose one
refused-problem = The document does not fit the new labels: { $why }
refused-mismatch = The change does not fit the document any more: { $what } was changed in the meantime
part-annotation = annotation { $id }
part-relation = relation { $id }
part-schema = the schema
part-state = the state of the document
part-attributes = an attribute of the document
part-facts = the title of the document
part-conflicts = the list of conflicts
merge-text-differs = the text itself differs, and annotations of one text do not fit another. Move one side’s annotations to the other’s text first, or choose one file as a whole
merge-unsound = the result of the merge would have a problem ({ $why }). Choose one file as a whole
merge-key-taken = { $keeps } and { $loses } both had the key { $key }; { $keeps } keeps it, give { $loses } another
merge-parent-dropped = labels were below each other in a circle; { $label } is no longer below another
merge-twins = annotations that both sides added with the same label on the same place, all of them kept: { $n } pairs

## What the session could not do

failed-in = { $title }: { $why }
failed-journal = { $path }: { $why }
failed-merge = { $path }: { $why }
failed-no-base = { $path }: the version that both files came from is not known. Keep yours, or read the file again
failed-journal-waiting = { $path }: a window that crashed left steps that are not in the file. Open the document first; nothing was changed
failed-checksum-broken = { $path }: the file was changed outside Hashiya since it was saved. Compare it with an earlier version; nothing was changed
failed-rejected = { $path }: { $why }. The file is as it was
failed-no-version = { $path }: there is no version { $number }; { $count } are kept
failed-over-document = { $path }: a document of Hashiya is there, and nothing that is exported may take its place. Choose another name
failed-needs-folder = A dataset of { $format } is several files. Choose a folder for them
failed-over-device = { $path }: this is not a file but a device or a pipe. Choose another place
failed-over-foreign = { $path }: the file there was not written by Hashiya, or was changed since. Nothing was written; choose another place, or move that file elsewhere
failed-same-place = { $path }: two documents would be put there. Nothing was written
failed-changed-meanwhile = { $path }: it was changed while it was read. Nothing was written
failed-lines = { $first } (lines that cannot be read: { $n })
remark-line-left-out = { $why } (the line was left out)
failed-cancelled = cancelled; nothing was written
failed-already-imported = { $path }: the document is already there. Choose another folder
failed-other-text-there = { $path }: a document with another text is in this place. If its source was changed, the document can be moved to the new text
failed-project-there = { $path }: a project is there already
failed-bad-shares = Name each annotator once, with a share above { 0 }, and an overlap of { 0 } to { 100 } of a hundred documents
failed-nothing-assigned = No document is assigned to { $annotator }
failed-no-package = { $path }: this is not a package that was handed over
failed-no-register = { $path }: the entity register belongs to a project, and this document is in none
failed-no-project = { $path }: there is no project in this folder
failed-not-in-project = { $path }: it is not a document of the project
failed-no-documents-folder = { $path }: the project has no folder of documents. It is made when documents are added
failed-bad-file-name = “{ $name }” cannot be the name of a file
failed-other-text = { $path }: the file has another text, so no step leads there. What is open stays as it is: save it under another name, then read the file again
failed-damaged = { $path }: the file is damaged, and nothing of it can be shown. Repair it into a new file, or restore an earlier version
failed-no-document = { $path }: there is no document in it
failed-gone = { $path }: it was open last time and is not there any more. If it is on a disk that is not connected, open it when it is
failed-leads-out = { $path }: a link that leads out of its folder was left out; open the link itself if it is meant
passed-over = Not in the list: { $what }
passed-over-failed = { $n ->
    [one] one that cannot be read ({ $first })
   *[other] { $n } that cannot be read, the first: { $first }
}
passed-over-broken = { $n ->
    [one] a link to nothing ({ $first })
   *[other] { $n } links to nothing, the first: { $first }
}
passed-over-leading-out = { $n ->
    [one] a link that leads out of its folder ({ $first }); open the link itself if it is meant
   *[other] { $n } links that lead out of their folder; open the links themselves if they are meant. The first: { $first }
}
passed-over-too-deep = { $n ->
    [one] a folder that lies too deep ({ $first })
   *[other] { $n } folders that lie too deep, the first: { $first }
}
passed-over-no-file = { $n ->
    [one] one that is not a plain file ({ $first })
   *[other] { $n } that are not plain files, the first: { $first }
}
passed-over-separator = {", "}
passed-over-foreign = { $n ->
    [one] a file of an unknown format ({ $first })
   *[other] { $n } files of unknown formats, the first: { $first }
}
failed-several = { $path }: it holds several documents; open it first
failed-no-text = { $path }: it holds no text
export-too-large = { $format } repeats the text of each annotation, which makes { $len } MB here; the limit is { $most }: long annotations are nested in each other; export fewer documents, or another format
failed-filter-label = No document has the label { $name }. Nothing was written
failed-filter-annotator = No document has anything by { $name }. Nothing was written
failed-filter-all = { $n ->
    [one] The document is left out by what was chosen. Nothing is left to write
   *[other] All { $n } documents are left out by what was chosen. Nothing is left to write
}
failed-too-few-texts = There are too few different texts ({ $texts }) for { $parts } parts. Nothing was written
split-no-share = “{ $part }” is not a part with its share, such as train=80
split-bad-name = “{ $name }” cannot name a part: use Latin letters, digits and _
split-same-name = Two parts have the name { $name }
split-count = There are at least two parts, and at most sixteen
failed-no-format = There is no format { $name }
failed-open-conflicts = The document has conflicts, whose versions belong to its text; decide them first
failed-task-broken-off = { $task }: stopped by a fault in the program. Nothing is half-written; try again
status-task = { $name }…
status-task-of = { $name }: { $n } of { $total }
status-task-so-far = { $name }: { $n } so far
status-task-stop = Stop
status-task-stop-tip = Stop: { $name }
# What is done off the frame.
task-find = Looking for documents
task-summarise = Counting documents
task-count = Counting words
task-preview = Looking at files
task-read = Reading
task-save = Saving
task-statistics = Counting
task-export = Exporting
task-repair = Repairing
task-reanchor = Moving annotations to the new text
task-versions = Earlier versions
task-schema = The schema
task-upkeep = Maintenance
failed-reading-broken-off = { $title }: reading was interrupted. Choose it again
failed-save-broken-off = { $title }: saving was interrupted by a fault in the program. Save it again
remark-seal-broken = { $path }: the file was changed after Hashiya wrote it, by hand or by another program. All of it was checked and can be read; the next save seals it again
remark-conflicts-left = { $path }: a merge left conflicts to decide: { $n } (Document, Decide conflicts)
remark-change-settled = { $path }: a change of several files had been interrupted. Files completed now: { $completed }; changed back: { $back }; left, since another program changed them: { $left }

## What cannot be looked for, keys that cannot be given

query-empty = There is nothing to look for
query-folds-to-nothing = “{ $pattern }” consists of characters that this search ignores; ignore less to find them
query-regex = “{ $pattern }” is not a regular expression: { $why }
pattern-piece = { $why }: “{ $piece }”
pattern-group-unclosed = a bracket that is not closed
pattern-group-unopened = a bracket is closed that was not opened
pattern-class = a set of characters in square brackets is not valid
pattern-repetition = a repetition with nothing before it, or with an invalid count
pattern-escape = what follows the backslash means nothing
pattern-group-name = the name of a group is missing, taken or not valid
pattern-flag = an option is unknown or incomplete
pattern-unicode-class = an unknown class of characters
pattern-unsupported = look-around and back-references are not supported here
pattern-too-large = the expression is larger or more deeply nested than is allowed
keys-unknown-command = The settings give a key to the command { $command }, which does not exist
keys-unknown-key = { $shortcut }, given to “{ $command }” in the settings, is not a key; write it like Ctrl+Shift+K
keys-conflict = The settings give { $shortcut } to both “{ $first }” and “{ $second }”; give one of them another key

## Other people's files

import-at-line = { $path }, line { $line }: { $why }
import-empty = the file is empty; there is nothing to annotate
import-binary = this is { $what }, not text; convert it to plain text first
import-undecodable = byte { $byte } cannot be read as { $encoding }; choose the right encoding or repair the file
import-json = the line is not valid JSON: { $why }
import-json-at = the line is not valid JSON at column { $column }: { $why }
import-xml-at = the line is not valid XML at column { $column }: { $why }
xml-entities = it declares entities, which are not read: a few lines of them may become gigabytes
xml-unknown-entity = “&{ $name };” is not an entity of XML
xml-too-deep = its elements are nested too deeply
xml-too-many = an element has too many attributes or namespaces
xml-data = something is missing or is not what it should be
json-ended = it ends too soon
json-syntax = it is not written as it should be
json-data = a field is missing, stands twice or has a value of another kind
import-offset-kind = “{ $said }” is not what offsets count: p (code points) or j (UTF-16)
import-offset-unit = “{ $said }” is not what offsets count: code-points, utf16 or bytes
import-only-written = { $format } is a format that is written and not read
import-schema = its labels do not fit together: { $why }
import-no-schema = there is no label in it
schema-note-left-out = line { $line }: { $name } has no place and was left out
schema-note-twice = line { $line }: { $name } is there twice; the first is kept
schema-note-key-taken = line { $line }: the key { $key } of { $name } belongs to another label
schema-note-more = and { $n } more
schema-loss = { $place } ({ $n }): { $names }
schema-place-labels = labels
schema-place-relation-types = relation types
schema-place-document-attributes = attributes of documents
schema-place-attributes = attributes
schema-place-kinds = kinds of attributes
schema-place-name = name of the schema
schema-place-order = order
schema-place-arabic = Arabic names
schema-place-english = English names
schema-place-colours = colours
schema-place-keys = keys
schema-place-parents = labels above labels
schema-place-ends = labels at the ends of relations
schema-place-direction = direction of relations
schema-place-overlap = rules of overlap
schema-place-required = required attributes
schema-place-defaults = defaults
schema-place-remembered = remembered attributes
schema-place-shown = attributes on the page
schema-place-guidelines = guidelines
status-schema-loaded-in-part = Labels loaded from { $path }, except: { $what }
status-schema-saved-in-part = Labels saved to { $path }. This format has no place for: { $what }
parquet-damaged = the Parquet file is damaged
parquet-compression = the Parquet file is compressed by { $name }, which is not read; write it with Snappy, gzip or no compression
parquet-encoding = the column “{ $column }” is encoded by differences of byte arrays, which is not read; write it without an encoding
parquet-no-text = the Parquet file has no column of texts; it has { $columns }
parquet-no-value = the column “{ $column }” has no value in this row
import-pointer = “{ $id }”: “{ $pointer }” is not a place such as #string-range(t1,6,19)
zip-broken = the archive is damaged or ends too soon
zip-encrypted = “{ $name }” is encrypted; save the file without a password
zip-method = “{ $name }” is compressed in a way that is not read
zip-too-many = the archive has more than { $most } entries
zip-too-large = “{ $name }” unpacks to more than the { $megabytes } MB that are read of a file of this size
zip-missing = “{ $name }” is not in the archive
table-no-column = the table has no column “{ $column }”
table-column-twice = the table has two columns “{ $column }”
table-too-many-columns = the table has more than { $most } columns
table-cells = the row has { $found } { $found ->
    [one] cell
   *[other] cells
}, and the table has { $expected } { $expected ->
    [one] column
   *[other] columns
}
table-open-quote = the row ends within a cell in quotation marks; is the file cut?
table-behind-quote = “{ $said }” stands behind the closing quotation mark of a cell; one within a cell is doubled
table-value = “{ $said }” in the column “{ $column }” is not what stands there
table-no-text = no row has the text of the document “{ $document }”
table-continues = the text of the document goes on at the character { $expected }, and the row says { $said }
import-parts = { $id }: its parts do not begin and end where it does
import-state = “{ $said }” is not the state of a document
import-not-json-string = { $said } is not a string of JSON
import-not-an-offset = “{ $id }”: “{ $said }” is not an offset in the text
import-no-sofa = no view of the file has a text
webanno-version = “{ $said }” is not the head of a WebAnno file of version { 3 }; { 3.1 } to { 3.3 } are read
webanno-layer = “{ $said }” does not declare a layer
webanno-line = “{ $said }” is not a line with a token, its place and its text
webanno-columns = the line has columns for annotations: { $found }, and the head of the file declares { $expected }
webanno-token = the token “{ $token }” is not in the text where its offsets say
webanno-unit = “{ $said }” is not an annotation of the file
webanno-cell = “{ $said }” is not the value of a feature
import-no-tag = “{ $line }” has no tag: a line is a token and its tag
import-token-not-in-text = the token “{ $token }” is not in the text of its sentence
import-not-brat = “{ $line }” is not a line of brat
import-not-a-text-bound = “{ $line }” is not the line of an annotation in brat
import-too-many-pieces = { $id } has more than { $most } pieces, the most that are read. Split it into several annotations
import-not-two-arguments = the relation { $id } does not have two ends
import-not-a-role = the event { $id }: “{ $role }” is not a role and what fills it
import-not-a-normalisation = “{ $what }” is not a reference to a resource
import-too-many-labels = the file has more labels than { $most }
import-too-dense = What the file holds would take more than { $megabytes } MB of memory, sixteen times its size and { 64 } MB; split it into several files
import-too-many-facts = a document has more than { $most } metadata fields beside its text
import-too-many-documents = the file has more than { $most } documents; split it into several files
import-too-many-annotations = the file has more than { $most } annotations; split it into several files
import-label-and-type = “{ $name }” names a label and a relation type at once
import-out-of-text = { $id }, { $start }..{ $end }: there is no such place in the text when offsets count { $unit }
import-mismatch = { $id }, { $start }..{ $end }: the file says “{ $said }” where the text has “{ $found }” when offsets count { $unit }; no unit fits throughout
import-empty-token = “{ $line }” has no token
import-extra-columns = “{ $line }” has more columns or tags than the other lines
import-unit-unknown = { $id }, { $start }..{ $end }: the offsets may count code points or units of { 16 } bits, which differ here, and no text beside them tells; choose what they count when you open the file
import-unknown-label = the label { $label } is not in the schema that was given
import-unknown-type = the relation type { $label } is not in the schema that was given
import-attribute = the attribute { $attribute } of { $owner }: { $why }
import-bad-name = “{ $name }” cannot be a label: it is empty, has spaces at its ends, or characters that are not written
import-bad-tag = “{ $tag }” is not a tag of IOB2
import-missing-companion = { $name } is missing, which belongs to this file
binary-pdf = a PDF
binary-zip = a ZIP archive or an office document
binary-old-office = an old office document
binary-rtf = an RTF document
binary-picture = a picture
binary-gzip = a gzip archive
binary-program = a program
binary-database = a database
binary-nul = a file with NUL bytes
binary-data = binary data
unit-code-points = code points
unit-utf16 = UTF-16 units
unit-bytes = bytes
note-guessed = { $path }: read as { $encoding }, which was guessed
note-unit = { $path }: offsets count { $unit }, as the text beside them shows
note-mark-counts = { $path }: offsets count the byte order mark, so it stays as the first character

## What a format does not carry

lost-of-annotation = { $label } “{ $quote }” ({ $id }): { $what }
lost-relation-attributes = the attributes of the relation { $id }
lost-conflict = a merge left two versions to decide; only the one in force is exported
lost-state = the state of the document ({ $state })
lost-metadata = metadata of the document: { $n }
lost-attributes = attributes of the document: { $n }
lost-tag = { $from } becomes { $to }, since tags have no spaces
lost-brat-name = { $from } becomes { $to }, since names in brat are ASCII letters (visual.conf keeps the name)
lost-brat-ids = ids become T1, R1 and so on: { $n }
lost-numbered-ids = ids become numbers: { $n }
lost-repeated-ids = ids that an earlier row has become others: { $n }
lost-end-of-relation = the relation { $id }, since one of its ends is not written
lost-look-again = { PLURAL($n) ->
    [one] the flag to look again of one annotation
   *[other] the flags to look again of { $n } annotations
}
lost-entities = { PLURAL($n) ->
    [one] the link of one annotation to the entity register
   *[other] the links of { $n } annotations to the entity register
}
lost-document-note = the note of the document
lost-document-flag = the flag of the document to look at it again
lost-relation-note = the note of the relation { $id }
lost-relations = relations: { $n }
lost-makers-and-ids = ids of the annotations, their annotators, origins and times
lost-makers = annotators, origins and times of the annotations
lost-note-lines = the note of { $id } is put on one line
lost-spaces = the spaces of the text, which the file does not have: one is put between tokens
lost-stray-tags = tags I- that follow no B- are read as B-: { $n }
lost-only-tokens = the text, of which only the tokens are written
lost-only-mentions = the places of the annotations, of which only the texts are written
lost-id-of-document = the id and the title of the document
lost-several-places = “{ $text }” stands in several places; the first that is free is taken
lost-too-wide = it has more than { $most } tokens, the most that a usual model learns
lost-same-text = an annotation of its label has the same text, which is written once
import-no-such-token = the entity { $id } from token { $first } to { $last }: there are { $tokens } tokens, the first is { 0 }
import-too-many-mentions = the mentions of the file are too many to be looked for in their texts; split it into several files
lost-cancelled = annotations that were cancelled: { $n }
lost-of-others = annotations of other annotators: { $n }
lost-predictions = predictions: { $n }
lost-drafts = drafts: { $n }
lost-layer = { $n } annotations of the layer “{ $layer }”, which is not read
lost-controls = { $n } control characters that XML cannot hold, replaced by the replacement character; those of the text come back in Hashiya
lost-ids-and-provenance = ids and provenance of the annotations, and who made the relations and when
lost-elsewhere = annotations that stand nowhere in one text: { $n }
lost-on-others = annotations of annotations (they stand where those do): { $n }
lost-pictures = pictures: { $n }
lost-deleted = passages deleted while changes were tracked: { $n }
lost-comments = comments that stand nowhere in the text: { $n }
lost-headers = headers and footers: { $n }
lost-objects = formulas, drawings and other objects: { $n }
lost-gaps = { $n } characters (UTF-16) of the text between sentences, for which spaces and line ends stand
lost-unplaced = { $what }, which stands nowhere in the text
lost-relation-of-tokens = a relation { $label } between words that are not annotations
lost-unlabelled = { $what }, which has no label
lost-equivalence = the equivalence { $what }
lost-relation-attribute = the attribute { $name } of the relation { $owner }
lost-normalisation = the reference { $reference } of { $owner }
lost-note = the note “{ $text }”
lost-spaces-of-text = the spaces of the text: one is put between tokens
lost-same-name = { $from } is written { $to }, as another label is
lost-columns = the columns { $list }, which are not read
lost-document-id = the id { $from }, which an earlier document has: { $to }
lost-multiwords = tokens that are not written as they stand in their word take the whole word: { $n }
lost-rows = lines of its original file that say more than tokens and tags (other columns, comments, empty nodes): { $n }
lost-split = each of its pieces is an annotation of its own
lost-covered = it covers all from its first to its last piece
lost-joined = it becomes one with the annotation before it
lost-field = the field { $field }, which has no place here (times: { $n }; first on line { $line }: { $owner })
lost-its-attributes = its attributes
lost-its-note = its note
lost-discontinuous = it has several pieces
lost-empty = it covers no text
lost-parts = programs that know no pieces see all from its first to its last
lost-no-token = no word stands in it
lost-taken-tokens = another annotation stands on the same words
lost-only-in-group = another annotation stands on the same words: it is in the group of spans, and no entity
lost-edges-in-token = its edges lie inside a word
lost-unmarked = too many others stand there for a mark of its own; the list below the text has it
lost-spaces-at-edges = the spaces at its edges are left out
lost-false-flag = the attribute { $name }, whose value is no
lost-empty-attribute = the empty attribute { $name }
lost-spaces-in-attribute = the spaces in its attribute { $name } become “_”
lost-only-line-ends = nothing stands in it but line ends and tabs
lost-between-tokens = it moves to the end of the word before it, since nothing stands between words
lost-line-ends = it is split at line ends and tabs
lost-lines-in-attribute = line ends and tabs in its attribute { $name } become spaces

## Earlier states of what cannot be opened, and of what had no file

earlier-of-file = Earlier versions…
earlier-unsaved-title = Work that had no file, from journals that were set aside
earlier-unsaved = { $title } · { $when }
earlier-none = Nothing is kept of it, and no journal was set aside.
earlier-restore-over-hint = In the place of the file, which stays beside it under another name
earlier-restore-anew-hint = As a document that no file holds yet
status-restored-over = ‹{ $title }›: the version of { $when } takes the place of the file
status-restored-unsaved = ‹{ $title }›: the work of { $when } is recovered; no file holds it yet

command-properties = Properties…
    .tip = Show the file of the document, its counts, and the digest of its text
properties-title = Properties of the document
properties-file = File
properties-no-file = not saved to a Hashiya file yet
properties-encoding = Encoding
properties-state = State
properties-annotator = Annotator
properties-paragraphs = Paragraphs
properties-words = Words
properties-code-points = Code points
properties-annotations = Annotations
properties-relations = Relations
properties-digest = SHA-256 of the text

## Statistics and explorer

explorer-title = Statistics and explorer
explorer-labels = Labels
explorer-pivot = Two dimensions at once
explorer-documents-table = Documents
explorer-annotators = Annotators
explorer-states = States
explorer-days = Days
explorer-pace = Pace and end
explorer-lengths = Lengths of spans
explorer-vocabulary = Strings
explorer-ambiguity = Ambiguous strings
explorer-effort-labels = Effort by label
explorer-effort-documents = Effort by document
explorer-effort-local = Measured in this window and kept on this machine only, beside the project. Pauses of more than a minute do not count. “Hasty” are suggestions accepted faster than they can be read.
explorer-effort-off = The settings say that time and key presses are not measured; what was measured before is shown.
explorer-unlabelled = Look also where such strings have no label (reads everything twice)
explorer-counting = Counting: { $n } of { $total }
explorer-all-states = All states
explorer-some-states = States: { $n } of { $total }
explorer-of-list = Only what the list’s filter takes
explorer-again = Count again
explorer-outdated = Older than the documents
explorer-documents = { $n ->
    [one] { $n } document
   *[other] { $n } documents
}
explorer-annotations = { $n ->
    [one] { $n } annotation
   *[other] { $n } annotations
}
explorer-rows = Rows: { $what }
explorer-columns = Columns: { $what }
explorer-swap = Swap
explorer-columns-shown = Columns { $from }–{ $to } of { $n }
explorer-columns-before = Columns before
explorer-columns-after = Columns after
explorer-by-label = label
explorer-by-document = document
explorer-by-annotator = annotator
explorer-by-day-made = day made
explorer-by-day-changed = day changed
explorer-by-state = state
explorer-by-document-label = document label
explorer-by-attribute = attribute
explorer-by-overlap = overlapping label
explorer-by-length = length in words
explorer-inside = inside { $label }
explorer-around = around { $label }
explorer-crossing = across { $label }
explorer-same = same place as { $label }
explorer-none = none
explorer-empty = Nothing to show here yet.
explorer-sample = There are more than are kept: what is listed is exact, and a fair sample of all.
explorer-save = Save as CSV…
explorer-unit-words = words
explorer-unit-characters = characters
explorer-chart-labels = Chart: annotations of the most frequent labels
explorer-chart-pace = Chart: annotations made on each day
explorer-chart-lengths = Chart: how many spans there are of each length in words
explorer-left = { $n ->
    [one] { $n } document is left
   *[other] { $n } documents are left
}
explorer-expected = { $n ->
    [one] about { $n } day of work, between { $least } and { $most }
   *[other] about { $n } days of work, between { $least } and { $most }
}
explorer-judged = { $n ->
    [one] judging by { $n } day on which documents were done
   *[other] judging by the last { $n } days on which documents were done
}
explorer-no-end = an unknown end
explorer-all-done = Every document is done or rejected.
explorer-no-estimate = The end cannot be estimated yet: documents have to be done on at least two days.
explorer-undated = { $n ->
    [one] { $n } done document has no known day, since nothing in it was made by hand.
   *[other] { $n } done documents have no known day, since nothing in them was made by hand.
}
explorer-column-label = Label
explorer-column-annotations = Annotations
explorer-column-documents = Documents
explorer-column-strings = Strings
explorer-column-folded = Folded
explorer-column-document = Document
explorer-column-id = Id
explorer-column-title = Title
explorer-column-state = State
explorer-column-annotator = Annotator
explorer-column-words = Words
explorer-column-characters = Characters
explorer-column-relations = Relations
explorer-column-changed = Changed
explorer-column-own = Own
explorer-column-settled = Done
explorer-column-day = Day
explorer-column-made = Made
explorer-column-unit = In
explorer-column-spans = Spans
explorer-column-least = Least
explorer-column-median = Median
explorer-column-mean = Mean
explorer-column-percentile-95 = { 95 }%
explorer-column-most = Most
explorer-column-string = String
explorer-column-labels = Labels
explorer-column-label-counts = Which
explorer-column-unlabelled = Without a label
explorer-column-seconds = Seconds
explorer-column-presses = Presses
explorer-column-seconds-each = Seconds each
explorer-column-presses-each = Presses each
explorer-column-proposals = Suggestions
explorer-column-hasty = Hasty
explorer-column-sum = Sum

## History

command-history = History…
    .tip = Who did what and when, step by step: look at the document as it was, or go back to it
task-history = History
history-title = History
history-about = Every step of this document that was saved, the newest first. Going back is a step of its own: nothing is lost.
history-none = No step of it is kept.
history-any = all
history-by = Annotator: { $what }
history-label = Label: { $what }
history-day = Day: { $what }
history-read = Open to read
history-read-hint = (Enter) The document as it was after this step, as one of its own that cannot be changed
history-back = Go back to here
history-back-hint = (Ctrl+Enter) The open document becomes what it was after this step, as one step that undo takes back
history-versions = Earlier versions…
history-older = Older steps were removed, since the history of a document has a limit.
history-damaged = A part of the history could not be read.
history-group = in many documents
history-other-text = a change while the text was different
history-undone = Undone: { $what }
history-redone = Redone: { $what }
history-outside = Another program: { $what }
history-added = { $n ->
    [one] { $labels } added
   *[other] { $n } added: { $labels }
}
history-deleted = { $n ->
    [one] { $labels } deleted
   *[other] { $n } deleted: { $labels }
}
history-relabelled = { $n ->
    [one] one relabelled to { $labels }
   *[other] { $n } relabelled to { $labels }
}
history-changed = { $n ->
    [one] { $labels } changed
   *[other] { $n } changed: { $labels }
}
history-relations = { $n ->
    [one] one relation
   *[other] { $n } relations
}
history-schema = schema changed
history-state = state changed
history-facts = properties changed
history-conflicts = conflicts changed
history-joiner = ,{" "}
history-quote = { $what } “{ $quote }”
status-past-undone = ‹{ $title }›: undone, from { $when }: { $what }
status-no-past = ‹{ $title }›: nothing that was done before it was opened can be undone
status-group-undone = Undone in { $n ->
    [one] one document
   *[other] { $n } documents
}
status-group-redone = Redone in { $n ->
    [one] one document
   *[other] { $n } documents
}
status-not-logged = { $name } was saved; the step could not be added to its history ({ $why })
refused-group-changed = Nothing was undone: { $n ->
    [one] a document of this change was changed since
   *[other] { $n } documents of this change were changed since
} ({ $names })
failed-no-step = { $path }: the state after step { $number } is not known
failed-no-group = { $path }: no change of many documents is called { $id } here
failed-group-changed = Nothing was undone: { $n } of { $of } documents were changed since:
    { $names }

## The project
refused-save-first = It has unsaved work; save it first
refused-no-project = No project is open
status-project-opened = Project { $name } is open
status-project-closed = Project { $name } is closed
status-project-stopped = Stopped; what had come into { $name } stays. Add the same files again to go on
status-project-changed = The project is changed
status-document-renamed = Renamed: { $path }
status-documents-removed = { $n ->
    [one] { $n } document was moved into the folder “removed” of the project
   *[other] { $n } documents were moved into the folder “removed” of the project
}
status-documents-back = { $n ->
    [one] { $n } document is back in the project
   *[other] { $n } documents are back in the project
}
status-project-filled = { $n ->
    [0] No new document in { $name }
    [one] One document came into { $name }
   *[other] { $n } documents came into { $name }
  }
status-project-there = { $n ->
    [one] one was there already
   *[other] { $n } were there already
  }
status-project-left-out = { $n ->
    [one] one line could not be read
   *[other] { $n } lines could not be read
  }
status-project-grown = labels were added to the project
status-renamed = Renamed: { $name }
status-removed = { $n ->
    [one] One document was moved into the folder “removed” of the project
   *[other] { $n } documents were moved into the folder “removed” of the project
  }
status-brought-back = { $n ->
    [one] One document is back
   *[other] { $n } documents are back
  }
task-project = Project

## The beginning, and the samples

welcome-title = Hashiya
welcome-what = Annotate Arabic text: open your texts, select words, press a label’s key, and export what you annotated as a dataset.
welcome-where = Everything stays in files on this machine. Nothing leaves it.
welcome-name = Your name
welcome-name-why = It stands beside each annotation you make. You can change it in the status bar.
welcome-open-files = Open files…
welcome-drop = You can also drop files and folders on this window.
welcome-project-empty = This project has no documents yet.
command-look-at-samples = Look at the samples
    .tip = Show three annotated texts to try the window on. They are not counted or exported with your documents
command-throw-samples-away = Throw the samples away
    .tip = Take the samples off the list; you are asked only about those you worked on
samples-banner = A sample, not counted or exported
documents-sample = Sample
documents-samples = Samples, to try the window on. They go when you open texts of yours.
documents-file = File
documents-open = Open or add documents
dialog-samples-title = What becomes of your work on the samples?
dialog-samples-body = { $n ->
    [one] You worked on one sample. It can stay as a document of yours, or go with the others.
   *[other] You worked on { $n } samples. They can stay as documents of yours, or go with the others.
}
action-keep-samples = Keep them
action-throw-away = Throw away

## Saving everything

command-save-all = Save all
    .tip = Save every new or changed document: in its file, in the project, or beside its text
action-save-all = Save all
action-save-here = Save here
status-nothing-to-save = Everything is saved
status-all-saved = { $n ->
    [one] { $n } document saved
   *[other] { $n } documents saved
}
dialog-save-new-title = Folder for documents that have no file yet
dialog-save-new-hint = Path of a folder
path-no-folder-here = A file is there. A folder is needed.
path-none-there = Nothing here continues this

## A project: made, filled, changed

command-new-project = New project…
    .tip = Make a project of texts and datasets: one folder, one set of labels
command-add-documents = Add documents to the project…
    .tip = Take more texts, datasets or documents into the project
command-rename = Rename the document…
    .tip = Give the document another title, or its file another name
command-remove-documents = Remove from the project…
    .tip = Move documents out of the project, into its folder “removed”
command-bring-back = Bring removed documents back…
    .tip = Put removed documents back where they were; those removed last are already chosen
command-project-properties = Properties of the project…
    .tip = Show name, language and guidelines, documents by state, annotators, lost sources
command-close-project = Close the project
    .tip = Take the documents of the project off the list, after a question about unsaved work
new-project-title = New project
new-project-name = Name
new-project-from = Made of
new-project-folder = Folder
new-project-language = Language
new-project-labels = Labels
new-project-labels-usual = The usual ones, and those that the files have
new-project-labels-files = Only those that the files have
new-project-labels-schema = Those of a schema file, and those that the files have
new-project-make = Make the project
new-project-no-name = The project needs a name.
new-project-no-folder = The project needs a folder.
new-project-folder-taken = A file stands where the folder is to be.
new-project-no-language = The language is a tag such as ar or ar-EG.
new-project-no-schema = Choose the schema file.
language-usual = Usual languages
language-ar = Arabic
language-arz = Egyptian Arabic
language-apc = Levantine Arabic
language-afb = Gulf Arabic
language-acm = Iraqi Arabic
language-ary = Moroccan Arabic
language-aeb = Tunisian Arabic
language-apd = Sudanese Arabic
sources-path = Path of a file or folder to take documents from
sources-add = Add
sources-files = Choose files…
sources-remove = Do not take { $path }
filling-looking = Looking at what there is…
filling-progress = { $n } of { $total }
filling-stopped = Stopped. What has come in stays; “Go on” takes the rest.
action-stop = Stop
action-go-on = Go on
action-remove = Remove
share-overlap = Documents done by several
share-overlap-annotators = Annotators for each of them
share-percent = { $n }%
share-seed = Seed
share-of-list = Only what the list’s filter takes
share-preview = Who gets what
share-row = { $name } – documents: { $n } · words: { $words } · shared with others: { $overlap }
share-nothing = No document is free.
share-given-before = Documents given out before, which stay with their annotators: { $n }
share-incomplete = Write at least one name, each of them once, and a whole number as the seed.
share-do = Share out
status-nothing-shared = Nothing is given out yet: share out the work first
status-shared = Shared out; documents that one annotator does alone: { $n }
package-title = Make a package
package-about = A project of its own with what one annotator has to do, as a folder to be handed over.
package-for = For
package-folder = A folder that is new or empty
package-is-file = A file is there.
package-do = Make the package
status-packaged = The package is in { $path }; documents: { $n }
return-title = Bring a package back
return-about = What was done in it is merged with what the project has by now, all documents or none.
return-folder = The folder of the package
return-do = Bring back
status-returned = The package is back; documents that changed: { $n }
returned-title = The package of { $name } is back
returned-changed = Documents that changed: { $n }
returned-unchanged = Documents in which nothing was done: { $n }
returned-added = Documents that the project did not have: { $n }
returned-missing = Documents that are not in the package any more: { $n }
returned-annotations = Annotations in the package: { $n } · in these documents of the project now: { $now }
returned-conflict = { $document } – to be decided: { $n }
returned-lacks = { $document } – handed over and not in the package; the project’s own is as it was
returned-more = and further lines: { $n }
returned-decide = Both sides changed the same thing: open these documents and decide under “Document”. The filter “With conflicts” lists them.
reread-title = Second reading
reread-about = Done documents are made again without what was found the first time, in a set of their own, to be compared with the first.
reread-annotator = Annotator
reread-percent = How many of them
reread-days = Days since the last change
reread-count = Documents to be read again: { $n }
reread-do = Make second readings
status-to-read-again = Documents to be read again: { $n }, in the set { $set }
documents-set = Set
documents-of-project = Documents of the project
documents-reading = Reading: { $name }
documents-assigned = for { $names }
documents-filter-assigned = Given to me
documents-filter-free = Given to nobody
add-documents-title = Add documents to { $name }
add-documents-body = Texts, datasets and documents of Hashiya, or folders of them. What is in the project already stays as it is.
add-documents-grow = Add labels that the project lacks
add-documents-do = Add to the project
rename-title = Rename the document
rename-document = Title
rename-file = File name
rename-body = Earlier versions and other readings of the document go with it.
removed-title = Bring documents back
removed-about = These are in the folder “removed” of the project. What you choose goes back to where it was.
removed-none = No document has been removed from this project: its folder “removed” is empty.
removed-find = Find a removed document
removed-find-hint = A few letters of its name
removed-not-found = No removed document has these letters in its name.
removed-all = Choose all shown
removed-no = Choose none
removed-chosen = { $n ->
    [0] None chosen
    [one] One chosen
   *[other] { $n } chosen
}
removed-do = Bring back
remove-title = Remove from the project
remove-this = ‹{ $title }› is removed from the project.
remove-filtered = { $n ->
    [one] The one document that the filter takes is removed from the project.
   *[other] All { $n } documents that the filter takes are removed from the project.
}
remove-body = Nothing is deleted: what is removed stays in the folder “removed” of the project, and can be brought back.
status-project-not-taken = { $n ->
    [one] one file could not be taken
   *[other] { $n } files could not be taken
}
project-title = Properties of the project
project-guidelines = Guidelines
project-work = The work
project-annotators = Annotators
project-annotator-done = { $done } of { $total } documents done · { $annotations }
project-counting = Counting…
project-sources-well = The files that documents were made of are as they were.
project-sources-lost = { $n ->
    [one] One file that documents were made of is not there any more:
   *[other] { $n } files that documents were made of are not there any more:
}
project-sources-changed = { $n ->
    [one] One file that documents were made of was changed since:
   *[other] { $n } files that documents were made of were changed since:
}
project-other-schema = { $n ->
    [one] One document has other labels than the project:
   *[other] { $n } documents have other labels than the project:
}
project-same-id = { $n ->
    [one] One document is there twice:
   *[other] { $n } documents are there more than once:
}
project-unreadable = { $n ->
    [one] One document cannot be read:
   *[other] { $n } documents cannot be read:
}
project-foreign = { $n ->
    [one] One file among the documents is not a document:
   *[other] { $n } files among the documents are not documents:
}
# Relations and attributes by hand

relate-choose-target = { $label }: choose where it leads, by a letter, arrows and Enter, or a click; Esc cancels
relate-choose-source = { $label }: choose where it comes from, by a letter, arrows and Enter, or a click; Esc cancels
relate-none-in-view = { $label }: nothing in view may be its other end; scroll, or press Esc to cancel
relate-no-such-letter = No such letter here
relate-no-types = The schema has no relation type for this
relate-not-from = “{ $relation }” does not link annotations of “{ $label }” at this end
relate-which-type = Which relation? { $offers }
relate-done = Linked
relation-said = { $source } — { $label } ⭢ { $target }
relation-to = { $label } to { $other }
relation-from = { $label } from { $other }
relation-delete = Delete the relation: { $relation }
relations-none-here = The chosen annotation has no relation
relations-choose-first = Choose a relation first
attributes-none-here = The label has no attributes
attributes-offered = { $offers }
attribute-none = none
attribute-choose = { $attribute }: { $value }
attribute-take = Choose { $value }
attribute-take-as = Choose { $value } as { $attribute }
attribute-no-date = “{ $text }” is not a date: write it as 2024-03-11, 2024-03, 1445-09-01 AH, or as in a text
attribute-required = { $attribute } (required)
attribute-no-number = “{ $text }” is not a number
settings-relations = Show relations

## The labels of a project

schema-of-project = These are the labels of the project: a change goes to all its documents. What concerns annotations is shown before it is done.
schema-count-project = Annotations in the project: { $n }
schema-split = Divide by an attribute…
status-schema-of-project = The labels of the project are saved
status-migrated = The labels of the project are changed; documents in which more than the labels changed: { $n }. Undo takes all of it back
task-migration = Changing the labels
migration-title = Change the labels of the project
migration-looking = Looking at the documents…
migration-renamed = { $old } becomes { $new }
migration-label-deleted = The label { $label } is deleted
migration-type-deleted = The relation type { $type } is deleted
migration-label-split = { $label } is divided by { $attribute }: { $parts }
migration-guideline = The guideline of { $label } changed
migration-other = The labels changed
migration-documents = Documents that change: { $n } of { $total } that get the new labels
migration-in-documents = documents: { $n }
migration-relabelled = { $of } – annotations: { $n } · { $documents }
migration-joined = Made one with another { $of } on the same place – annotations: { $n } · { $documents }
migration-deleted = Deleted with { $of } – annotations: { $n } · { $documents }
migration-relations-renamed = { $of } – relations: { $n } · { $documents }
migration-relations-deleted = Deleted relations { $of }: { $n } · { $documents }
migration-values-renamed = Values of { $of } under another name: { $n } · { $documents }
migration-attribute-renamed = { $owner }: { $old } becomes { $new }
migration-values-converted = { $of } – values of another kind: { $n } · { $documents }
migration-values-noted = { $of } – values without a place, moved into the note: { $n } · { $documents }
migration-look-again = Done documents with annotations of this label are to be looked at again
migration-look-again-count = Done documents that are to be looked at again: { $n }
migration-delete-unfit = Delete relations whose ends no longer fit
migration-failed = Documents that prevent it: { $n }. Nothing is changed until they fit.
migration-unsaved = Documents of the project with unsaved work: { $n }. Save them first, so that nothing is lost.
migration-save = Save them
migration-do = Change all documents
migration-undo = All documents are changed or none, and one undo takes all of it back.
migration-title-own = Change the labels of the document
migration-do-own = Change the document
migration-undo-own = It is one step, and one undo takes all of it back.
migration-value-lost = { $of }: “{ $value }” – { $n }
migration-attribute-gone = The attribute { $of } is deleted
migration-required-gone = The required attribute { $of } is deleted
migration-choice-gone = { $of }: the choice “{ $choice }” is deleted
migration-kind-other = { $of } gets another kind of value
migration-by-document = Document by document:
migration-of-document = annotations: { $a } · relations: { $r } · values: { $v }
split-title = Divide { $label }
split-about = Each annotation gets the label that belongs to its value of the attribute.
split-attribute = Attribute
split-value = { $value } becomes
split-rest = All others become
split-do = Divide…

## Work shared out

command-share-out = Share out work…
    .tip = Give documents of the project to annotators, some of them to several
command-make-package = Make a package…
    .tip = Put one annotator’s work into a folder to be handed over
command-take-back = Bring a package back…
    .tip = Merge what an annotator did in a package into the project
command-read-again = Second reading…
    .tip = Make done documents ready to be read again, without what was found the first time
task-sharing = Sharing out work
share-title = Share out work
share-about = Documents that are nobody’s yet are given out by their number of words. Those of several annotators are done by each separately.
share-annotator = Annotator { $n }
share-of = Share of annotator { $n }
share-add = Add an annotator

## Guidelines

command-guide = Guide
    .tip = Show the guide of the program beside the text: each task with its keys
guide-title = Guide
guide-close = Close the guide
command-toggle-guidelines = Guidelines
    .tip = Show or hide the guidelines of the project beside the text
command-guideline-of-label = Guideline of this label
    .tip = Open the guidelines at the label of the chosen annotation
labels-guideline = Guidelines
guidelines-title = Guidelines
guidelines-page = Page
guidelines-label = Label
guidelines-back = Back
guidelines-close = Close the guidelines
guidelines-label-none = The label has no guideline of its own.
guidelines-type-none = The relation type has no guideline of its own.
guidelines-no-project = Pages of guidelines belong to a project: Markdown files in its folder “guidelines”.
guidelines-none = The project has no pages yet: write Markdown files (.md) into its folder “guidelines”.
guidelines-cut = The page goes on; the rest is not shown.
status-no-label-meant = Choose an annotation first, or a label in the guidelines
status-guideline-lost = The link leads nowhere
status-address-copied = Address copied; Hashiya opens nothing outside
share-share = share
reread-none = Only documents count that are done, belong to this annotator or to nobody, are old enough and were not read twice.
guidelines-left-out = Other pages that are not shown: { $n }

## The entity register

register-entry-fault = The entry { $id }: { $why }
register-too-many = The register has { $n } entries; the limit is { $most }
register-unknown = There is no entry { $id } in the register
register-itself = An entry cannot be merged with itself
register-not-absorbed = No entry { $former } was merged into { $id }
entry-bad-id = its id is empty, too long or has spaces
entry-no-name = a name is empty
entry-long-name = a name has more than { $most } bytes
entry-bad-language = { $tag } is not a language code
entry-bad-reference = { $reference } is not a reference; write scheme:value without spaces
entry-too-many-names = it has { $n } names; the limit is { $most }
entry-too-many-kinds = it has { $n } labels; the limit is { $most }
entry-too-many-references = it has { $n } references; the limit is { $most }
entry-too-many-absorbed = { $n } entries were merged into it; the limit is { $most }
entry-long-note = its note has { $n } bytes; the limit is { $most }
entry-nested = an entry that was merged into it has merged entries itself
reason-same-name = the same name
reason-same-spelling = the same except for marks and forms of letters
reason-without-clitics = the same without { $clitics }
reason-without-blanks = the same except for spaces
reason-linked-elsewhere = { $n ->
    [one] linked in one place
   *[other] linked in { $n } places
}
reason-loose-spelling = a similar spelling
reason-part-of-name = a part of the name
reason-similar-sound = a similar sound
register-note-renamed = Both sides renamed an entry: it is { $name }, and { $other } is another name of it
register-note-kept = { $name } was deleted by one side and changed by the other; it stays
register-note-followed = { $id } was merged into { $name } by one side; what the other changed of it went with it
register-title = Entity register
register-about = { $n ->
    [0] What names in the documents of the project stand for. The register is empty: link an annotation, or make an entry.
    [one] What names in the documents of the project stand for: one entry.
   *[other] What names in the documents of the project stand for: { $n } entries.
}
register-filter = Find an entry
register-empty = No entries yet
entry-unused = not linked
entry-used = { $n ->
    [one] one place
   *[other] { $n } places
} { $documents ->
    [one] in one document
   *[other] in { $documents } documents
}
register-merging = Choose the entry that { $name } is merged into, and press “Merge into this”. Esc cancels.
register-unknown-links = { $n ->
    [one] One id that the documents link to is not in the register
   *[other] { $n } ids that the documents link to are not in the register
}
register-places = Show places
register-merge = Merge into another…
register-merge-here = Merge into this
register-remove = Delete the entry
register-new = New entry
register-new-name = New entry
register-split = Split off
register-split-former = { $name }, as it was
register-split-name = New entry “{ $name }”
register-merged-what = Entry { $name } merged into { $into }
register-split-what = Entry { $name } split off { $from }
entry-name = Name
entry-names = Other names
entry-kinds = Labels
entry-references = References
entry-note = Note
entity-title = What “{ $text }” stands for
entity-find = Find an entry
entity-find-hint = Type some letters, or press Enter for what is suggested
entity-none-found = No such entry
entity-new = New entry “{ $name }”
entity-take-away = Remove the link
entity-none = No entry
entity-none-hint = link it to the register
entity-unknown = not in the register
entity-no-register = the register is not open
entity-linked = Entry { $name }
entity-unlink = Remove the link to { $name }
status-label-stays = The label { $name } stays in the project: other annotations have it
status-linked = Linked to { $name }
status-unlinked = The link is removed
status-not-linked = The annotation is linked to no entry
status-no-register = The entity register belongs to a project; open or make one
status-register-being-read = The entity register is still being read
status-links-changed = { $n ->
    [0] The register was changed; no document had a link that follows
    [one] The register and the links of one document were changed; one undo takes it back
   *[other] The register and the links of { $n } documents were changed; one undo takes it back
}
task-register = Entity register
command-link-entity = Link to an entry
    .tip = Say what the chosen annotation stands for: an entry of the register, suggested by its spelling, or a new one
command-next-of-entity = Entry of this annotation
    .tip = Open the register at the entry that the chosen annotation is linked to
command-register = Entity register
    .tip = Show what names in the documents stand for: entries with their places, to change, merge and split

## Days and months

date-gregorian = { $day } { $month } { $year }
date-hijri = { $day } { $month } { $year } AH
date-time = { $date }, { $time }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
hijri-month-1 = Muharram
hijri-month-2 = Safar
hijri-month-3 = Rabi I
hijri-month-4 = Rabi II
hijri-month-5 = Jumada I
hijri-month-6 = Jumada II
hijri-month-7 = Rajab
hijri-month-8 = Shaban
hijri-month-9 = Ramadan
hijri-month-10 = Shawwal
hijri-month-11 = Dhu al-Qadah
hijri-month-12 = Dhu al-Hijjah
