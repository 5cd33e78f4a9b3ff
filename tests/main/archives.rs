//! Archives of documents as word processors and others make them, around what a test puts in.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("room");
        writer.write_all(bytes).expect("room");
    }
    writer.finish().expect("room").into_inner()
}

pub fn word(body: &str) -> String {
    format!("<?xml version=\"1.0\"?>\n<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>")
}

pub fn docx(body: &str) -> Vec<u8> {
    let notes = "<w:footnotes xmlns:w=\"w\"><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p/></w:footnote><w:footnote w:id=\"2\"><w:p><w:r><w:footnoteRef/><w:t xml:space=\"preserve\"> حاشية</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let comments = "<w:comments xmlns:w=\"w\"><w:comment w:id=\"1\" w:author=\"ليلى\" w:date=\"2026-11-20T10:00:00Z\"><w:p><w:r><w:t>من هو؟</w:t></w:r></w:p></w:comment><w:comment w:id=\"7\"><w:p/></w:comment></w:comments>";
    let core = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>عنوان</dc:title><dc:creator>ليلى</dc:creator></cp:coreProperties>";
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", word(body).as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
        ("word/comments.xml", comments.as_bytes()),
        ("word/header1.xml", b"<w:hdr xmlns:w='w'/>"),
        ("docProps/core.xml", core.as_bytes()),
    ])
}

pub fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\" xmlns:draw=\"g\" xmlns:dc=\"d\"><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("styles.xml", b"<s xmlns:style='s' xmlns:text='t'><style:header><text:p>x</text:p></style:header></s>"),
        ("meta.xml", "<m xmlns:dc='d'><dc:title>عنوان</dc:title></m>".as_bytes()),
    ])
}

/// A project of REFI-QDA with a text `😀 زار أحمد بيروت`, users, codes, a variable and notes, around this.
pub fn qdpx(sources: &str, rest: &str) -> Vec<u8> {
    let project = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"x\">\n<Users><User guid=\"U1\" name=\"ليلى\"/></Users>\n<CodeBook><Codes><Code guid=\"C1\" name=\"LOC\" isCodable=\"true\" color=\"#123456\"><Description>x</Description><Code guid=\"{{c2}}\" name=\"مدينة\" isCodable=\"true\"/></Code></Codes></CodeBook>\n<Variables><Variable guid=\"V1\" name=\"نوع\" typeOfVariable=\"Text\"/></Variables><Sources>\n{sources}\n</Sources>\n<Notes><Note guid=\"N1\"><PlainTextContent>ملاحظة</PlainTextContent></Note><Note guid=\"N2\" plainTextPath=\"internal://n2.txt\"/></Notes>{rest}</Project>"
    );
    archive(&[
        ("project.qde", project.as_bytes()),
        ("sources/1.txt", "\u{feff}😀 زار أحمد بيروت".as_bytes()),
        ("sources/n2.txt", "أخرى".as_bytes()),
    ])
}
