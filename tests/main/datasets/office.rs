//! Texts of word processors: what of a document is text, what becomes an annotation, what is named, and archives that are wrong.

use super::*;
use crate::archives::{archive, docx, odt, word};

#[track_caller]
fn check(name: &str, bytes: &[u8], text: &str, losses: &[&str]) -> AnnotatedDocument {
    let head = Head::new(Path::new("x"), bytes, false);
    assert_eq!(formats::detect(&head).map(|format| format.name()), Some(name));
    let mut found = read(name, bytes);
    let told: Vec<_> = found.losses.iter().map(|loss| loss.what.to_string()).collect();
    assert_eq!((found.documents[0].text(), told.join("|")), (text, losses.join("|")));
    found.documents.remove(0)
}

#[test]
fn a_document_of_word_is_its_text_with_what_was_inserted_and_without_what_was_deleted() {
    let body = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>زار</w:t><w:tab/></w:r><w:commentRangeStart w:id=\"1\"/><w:r><w:t>أحمد</w:t></w:r><w:commentRangeEnd w:id=\"1\"/><w:r><w:footnoteReference w:id=\"2\"/><w:t xml:space=\"preserve\"> بيروت</w:t><w:br/><w:t>😀</w:t></w:r></w:p>\n<w:p/><w:tbl><w:tr><w:tc><w:p><w:r><w:t>خلية</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>أخرى</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>حذف</w:delText></w:r></w:del><w:ins><w:r><w:t>أُدخل </w:t></w:r></w:ins></w:p><w:p><w:r><w:t>وبقي</w:t><w:drawing/><w:instrText>PAGE</w:instrText></w:r></w:p><w:sectPr/>";
    let text = "زار\tأحمد بيروت\n😀\n\nخلية\nأخرى\nأُدخل وبقي\nحاشية";
    let losses = [
        "1 pictures",
        "1 passages that were deleted while changes were tracked",
        "1 comments that stand nowhere in the text",
        "1 headers and footers",
    ];
    let document = check("docx", &docx(body), text, &losses);
    assert_eq!(quotes(&document), ["comment أحمد"]);
    let comment = document.annotations.iter().next().expect("there");
    assert_eq!((comment.record.note.as_str(), comment.record.annotator.as_str()), ("من هو؟", "ليلى"));
    assert_eq!(comment.record.created.to_rfc3339().as_deref(), Some("2026-11-20T10:00:00.000Z"));
    assert_eq!((document.document.title(), document.document.metadata()["author"].as_str()), ("عنوان", "ليلى"));
}

#[test]
fn an_open_document_is_its_text_with_blanks_as_its_rules_have_them() {
    let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>حذف</text:p></text:deletion></text:changed-region></text:tracked-changes>\n<text:h>عنوان  الخبر </text:h>\n<text:p>\n  زار <office:annotation office:name=\"1\"><dc:creator>ليلى</dc:creator><dc:date>2026-11-20T10:00:00.5</dc:date><text:p>من</text:p><text:p>هو؟</text:p></office:annotation><text:span>أحمد</text:span><office:annotation-end office:name=\"1\"/><text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>حاشية</text:p></text:note-body></text:note><text:tab/>بيروت<text:s text:c=\"2\"/><text:line-break/>😀</text:p><table:table><table:table-row><table:table-cell><text:p>خلية</text:p></table:table-cell></table:table-row></table:table><text:list><text:list-item><text:p>بند<draw:frame><draw:image/></draw:frame></text:p></text:list-item></text:list><text:p><office:annotation><text:p>x</text:p></office:annotation></text:p>";
    let text = "عنوان الخبر\nزار أحمد\tبيروت  \n😀\nخلية\nبند\n\nحاشية";
    let losses = [
        "1 pictures",
        "1 passages that were deleted while changes were tracked",
        "1 comments that stand nowhere in the text",
        "1 headers and footers",
    ];
    let document = check("odt", &odt(body), text, &losses);
    assert_eq!(quotes(&document), ["comment أحمد"]);
    let comment = document.annotations.iter().next().expect("there");
    assert_eq!((comment.record.note.as_str(), comment.record.annotator.as_str()), ("من\nهو؟", "ليلى"));
    assert_eq!(comment.record.created.to_rfc3339().as_deref(), Some("2026-11-20T10:00:00.500Z"));
    let many = odt(&format!("<text:p>أ{}</text:p>", "<text:s text:c=\"4000000000\"/>".repeat(9000)));
    assert!(read("odt", many).documents[0].text().len() < 2 << 20, "an element of a few bytes is not a gigabyte");
}

#[test]
fn bad_archives_are_refused_in_words() {
    let whole = docx("<w:p/>");
    check_refused("docx", &whole[..whole.len() / 2], &["damaged or ends too soon"]);
    check_refused("docx", [], &["is empty"]);
    check_refused("docx", odt("<text:p/>"), &["'word/document.xml' is not in the archive"]);
    check_refused("odt", docx("<w:p/>"), &["'content.xml' is not in the archive"]);
    check_refused("docx", docx("<w:p>"), &["ملف.json:2:"]);
    let bomb = word("&b;").replace("<w:document", "<!DOCTYPE a [<!ENTITY b 'x'>]>\n<w:document");
    check_refused("docx", archive(&[("word/document.xml", bomb.as_bytes())]), &["it declares entities"]);
    let large = format!("<a>{}</a>", " ".repeat(30 << 20));
    check_refused("docx", archive(&[("word/document.xml", large.as_bytes())]), &["unpacks to more than the 20 MB"]);
    let other = archive(&[("a.txt", b"x")]);
    assert!(formats::detect(&Head::new(Path::new("x.zip"), &other, false)).is_none());
    check_refused("docx", &other, &["is not in the archive"]);
    let by_name = formats::detect(&Head::new(Path::new("x.odt"), &other, false)).map(|format| format.name());
    assert_eq!(by_name, Some("odt"), "what may be one is read and says what it lacks");
}
