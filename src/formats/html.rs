//! A page of HTML to look at and to hand on: texts with their marks, what is said of each, and nothing from elsewhere.
//!
//! It is one file without a script, by day and by night as the reader's system is. A mark is an element around its words without
//! room or edges of its own, so that no letter is parted from the next. Marks that overlap are cut where another ends; the pieces
//! have one `data-id`. What is said of an annotation stands in a tip over its mark, and in full in the list below the text,
//! with the relations.

use std::collections::{HashMap, HashSet};
use std::fmt::{self, Display, Write as _};
use std::path::Path;
use std::sync::Arc;

use super::builder::Importer;
use super::capabilities::{Capabilities, Feature, FormatInfo, Layout};
use super::error::ImportProblem;
use super::flow::{ExportSink, Input, ReadEnd, Stopped};
use super::format::{DocumentWriter, ExportOptions, Format};
use super::loss::{AnnotationLoss, LossKind};
use super::losses::Losses;
use super::sniff::{Fit, Head};
use crate::model::offset_map::OffsetMap;
use crate::model::{
    AnnotatedDocument, Annotation, AnnotationId, Attributes, Colour, Label, LabelName, Record, SWATCHES, TextSpan,
};

pub(super) struct Html;

static INFO: FormatInfo = FormatInfo {
    name: "html",
    extensions: &["html"],
    about: "a page to look at: texts with their marks, what is said of each, light and dark; it is not read again",
    unit: None,
    reads: false,
    writes: Some(Layout::OneFile),
    repeats_texts: false,
    carries: Capabilities::WHOLE.also(&[Feature::SeveralDocuments]).partly(&[Feature::Nesting]),
};

/// Marks around one place: more cannot be told apart, and browsers do not nest without end.
const MAX_MARKS: usize = 16;

/// Characters of a tip or of a quote in the list: longer ones repeat the text too often.
const MAX_QUOTE: usize = 120;
const MAX_TIP: usize = 400;

/// Bytes that are handed on at once.
const CHUNK: usize = 64 << 10;

const HEAD: &str = r##"<!DOCTYPE html>
<html lang="ar" dir="rtl">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Hashiya">
<title>حاشية</title>
<style>
:root { color-scheme: light dark; --paper: #fbf8f2; --ink: #262420; --weak: #635e55; --edge: #d9d3c6; }
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font-family: "Noto Naskh Arabic", "Amiri", "Scheherazade New", "Geeza Pro", "Traditional Arabic", "Noto Serif", serif; }
h1 { font-size: 1.5rem; margin: 2.5rem 0 .3rem; }
.facts, dl, .legend, table, summary { font-size: .85rem; color: var(--weak); }
dl { display: grid; grid-template-columns: max-content auto; gap: .1rem 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.legend { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; list-style: none; padding: 0; }
.legend i { display: inline-block; width: .9em; height: .9em; border-radius: .2em; background: var(--c); vertical-align: -.1em; }
.text { font-size: 1.3rem; line-height: 2.3; white-space: pre-wrap; overflow-wrap: break-word; unicode-bidi: plaintext; }
.m { --c: var(--day); }
mark { background: color-mix(in srgb, var(--c) 16%, transparent); color: inherit; text-decoration: underline 2px var(--c);
  text-decoration-skip-ink: none; text-underline-offset: calc(.3em + var(--d, 0) * 4px); border-radius: .15em; }
mark:hover { background: color-mix(in srgb, var(--c) 34%, transparent); }
mark:has(mark:hover) { background: color-mix(in srgb, var(--c) 16%, transparent); }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; }
th, td { border-bottom: 1px solid var(--edge); padding: .3rem .5rem; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
td.q, td.n { color: var(--ink); white-space: pre-wrap; }
td b { font-weight: normal; border-bottom: 2px solid var(--c); color: var(--ink); }
bdi { unicode-bidi: isolate; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1f1e1c; --ink: #e6e1d7; --weak: #aca69a; --edge: #3b3935; }
  .m { --c: var(--night); }
}
@media print { details { display: none; } }
</style>
</head>
<body>
"##;

const TAIL: &str = "</body>\n</html>\n";

impl Format for Html {
    fn info(&self) -> &'static FormatInfo {
        &INFO
    }

    fn sniff(&self, _: &Head<'_>) -> Fit {
        Fit::No
    }

    fn read(&self, input: &Input<'_>, _: &mut Importer<'_>) -> Result<(), ReadEnd> {
        Err(ReadEnd::Refused(ImportProblem::OnlyWritten(INFO.name).in_file(input.path)))
    }

    fn writer<'a>(&self, _: ExportOptions<'a>) -> Option<Box<dyn DocumentWriter + 'a>> {
        Some(Box::new(Writer { documents: 0 }))
    }
}

struct Writer {
    documents: usize,
}

impl Writer {
    fn begin(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        if self.documents == 0 {
            out.file(Path::new("dataset.html"))?;
            out.bytes(HEAD.as_bytes())?;
        }
        Ok(())
    }
}

impl DocumentWriter for Writer {
    fn write(&mut self, document: &AnnotatedDocument, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        self.begin(out)?;
        self.documents += 1;
        let mut losses = Losses::new(document, &INFO);
        let looks = document.schema.labels.iter().map(|label| (&label.name, label)).collect();
        let mut page = Page { document, looks, html: String::new(), out: &mut *out };
        page.document()?;
        page.text(&mut losses)?;
        page.annotations()?;
        page.relations()?;
        page.html.push_str("</article>\n");
        page.flush()?;
        losses.finish(out);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn ExportSink) -> Result<(), Stopped> {
        self.begin(out)?;
        out.bytes(TAIL.as_bytes())
    }
}

/// Text of HTML, for contents and for values in quotation marks. A carriage return would become a line feed.
struct Escaped<'t>(&'t str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'', '\r']) {
            f.write_str(&rest[..at])?;
            f.write_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                b'\'' => "&#39;",
                _ => "&#13;",
            })?;
            rest = &rest[at + 1..];
        }
        f.write_str(rest)
    }
}

/// The article of a document while it is written.
struct Page<'d, 'o> {
    document: &'d AnnotatedDocument,
    looks: HashMap<&'d LabelName, &'d Label>,
    html: String,
    out: &'o mut dyn ExportSink,
}

impl<'d> Page<'d, '_> {
    fn put(&mut self, piece: fmt::Arguments<'_>) {
        // A string takes everything.
        let _ = self.html.write_fmt(piece);
    }

    fn flush(&mut self) -> Result<(), Stopped> {
        let html = std::mem::take(&mut self.html);
        self.out.bytes(html.as_bytes())
    }

    fn flush_chunk(&mut self) -> Result<(), Stopped> {
        if self.html.len() >= CHUNK { self.flush() } else { Ok(()) }
    }

    /// The colours of a label, by day and by night.
    fn style(&self, label: &LabelName) -> String {
        let day = self.looks.get(label).map_or(Colour([0x80; 3]), |label| label.colour);
        let night = SWATCHES
            .iter()
            .find(|swatch| swatch.day == day)
            .map_or_else(|| Colour(day.0.map(|channel| (u16::from(channel) / 2 + 127) as u8)), |swatch| swatch.night);
        format!("--day:{};--night:{}", day.to_hex(), night.to_hex())
    }

    /// How people call a label.
    fn name(&self, label: &'d LabelName) -> &'d str {
        self.looks.get(label).map_or(label.as_str(), |known| match known.arabic.trim() {
            "" => label.as_str(),
            _ => known.arabic.as_str(),
        })
    }

    /// The name of a label, with the one in datasets where it is another.
    fn full_name(&self, label: &'d LabelName) -> String {
        match self.name(label) {
            name if name == label.as_str() => name.to_owned(),
            name => format!("{name} ({label})"),
        }
    }

    fn document(&mut self) -> Result<(), Stopped> {
        let document = self.document;
        let (id, title) = (document.document.id().0.as_ref(), document.document.title());
        self.put(format_args!("<article data-id=\"{}\">\n<h1><bdi>{}</bdi></h1>\n", Escaped(id), Escaped(title)));
        let (state, by) = (document.state, document.annotator.as_str());
        let facts = [id, state.name(), by].into_iter().filter(|fact| !fact.is_empty());
        let facts: Vec<_> = facts.map(|fact| format!("<bdi>{}</bdi>", Escaped(fact))).collect();
        self.put(format_args!("<p class=\"facts\">{}</p>\n", facts.join(" · ")));
        let metadata = document.document.metadata().iter().map(|(key, value)| (key.as_str(), value.clone()));
        let attributes = document.attributes.iter().map(|(key, value)| (key.as_str(), value.to_string()));
        let said: Vec<_> = attributes.chain(metadata).collect();
        if !said.is_empty() {
            self.html.push_str("<dl>\n");
            for (key, value) in said {
                let (key, value) = (Escaped(key), Escaped(&value));
                self.put(format_args!("<dt><bdi>{key}</bdi></dt><dd><bdi>{value}</bdi></dd>\n"));
                self.flush_chunk()?;
            }
            self.html.push_str("</dl>\n");
        }
        self.legend()
    }

    /// The labels that the document has, in the order of the schema.
    fn legend(&mut self) -> Result<(), Stopped> {
        let mut counts: HashMap<&LabelName, usize> = HashMap::new();
        self.document.annotations.iter().for_each(|a| *counts.entry(&a.label).or_default() += 1);
        if counts.is_empty() {
            return Ok(());
        }
        self.html.push_str("<ul class=\"legend\" aria-label=\"التصنيفات (Labels)\">\n");
        for label in &self.document.schema.labels {
            let Some(count) = counts.get(&label.name) else { continue };
            let (style, name) = (self.style(&label.name), self.full_name(&label.name));
            let (guideline, name) = (Escaped(&label.guideline), Escaped(&name));
            self.put(format_args!(
                "<li class=\"m\" style=\"{style}\" title=\"{guideline}\"><i></i> <bdi>{name}</bdi> {count}</li>\n"
            ));
        }
        self.html.push_str("</ul>\n");
        self.flush_chunk()
    }

    /// The text with its marks.
    fn text(&mut self, losses: &mut Losses<'_>) -> Result<(), Stopped> {
        let (document, text) = (self.document, self.document.text());
        self.html.push_str("<div class=\"text\" dir=\"auto\">");
        let mut coming = document.annotations.overlapping(0..usize::MAX).peekable();
        // Those around the place, the outermost first.
        let mut open: Vec<(TextSpan, &Arc<Annotation>)> = Vec::new();
        let mut left_out: HashSet<&AnnotationId> = HashSet::new();
        let mut at = 0;
        loop {
            let next = coming.peek().map(|(span, _)| span.start().to_usize());
            let ends = open.iter().map(|(span, _)| span.end().to_usize()).min();
            let until = next.into_iter().chain(ends).min().unwrap_or(text.len());
            self.escaped(&text[at..until])?;
            at = until;
            if let Some(first) = open.iter().position(|(span, _)| span.end().to_usize() <= at) {
                self.html.push_str(&"</mark>".repeat(open.len() - first));
                let behind = open.split_off(first);
                for (span, annotation) in behind.into_iter().filter(|(span, _)| span.end().to_usize() > at) {
                    self.mark(annotation, open.len());
                    open.push((span, annotation));
                }
            }
            while let Some((span, annotation)) = coming.next_if(|(span, _)| span.start().to_usize() <= at) {
                // A span of no characters stands in the list alone.
                if span.is_empty() {
                    continue;
                }
                if open.len() == MAX_MARKS {
                    if left_out.insert(&annotation.id) {
                        losses.annotation(annotation, LossKind::Flattened, AnnotationLoss::Unmarked);
                    }
                    continue;
                }
                self.mark(annotation, open.len());
                open.push((span, annotation));
            }
            self.flush_chunk()?;
            if at == text.len() && open.is_empty() && coming.peek().is_none() {
                break;
            }
        }
        self.html.push_str("</div>\n");
        Ok(())
    }

    /// A long text between marks does not wait for its end.
    fn escaped(&mut self, mut text: &str) -> Result<(), Stopped> {
        while !text.is_empty() {
            let (piece, rest) = text.split_at(text.floor_char_boundary(CHUNK));
            self.put(format_args!("{}", Escaped(piece)));
            self.flush_chunk()?;
            text = rest;
        }
        Ok(())
    }

    /// Opens a mark within so many others.
    fn mark(&mut self, annotation: &'d Arc<Annotation>, depth: usize) {
        let (style, tip) = (self.style(&annotation.label), self.tip(annotation));
        let (id, label, tip) = (Escaped(annotation.id.as_str()), Escaped(annotation.label.as_str()), Escaped(&tip));
        let depth = if depth > 0 { format!(";--d:{depth}") } else { String::new() };
        self.put(format_args!(
            "<mark class=\"m\" style=\"{style}{depth}\" data-id=\"{id}\" data-label=\"{label}\" title=\"{tip}\">"
        ));
    }

    fn tip(&self, annotation: &'d Annotation) -> String {
        let Record { attributes, note, annotator, .. } = &annotation.record;
        let mut tip = self.full_name(&annotation.label);
        for (name, value) in attributes {
            let _ = write!(tip, "\n{name}: {value}");
        }
        for line in [note.as_str(), annotator.as_str()].into_iter().filter(|line| !line.is_empty()) {
            tip.push('\n');
            tip.push_str(line);
        }
        short(tip, MAX_TIP)
    }

    /// The cells that annotations and relations have alike: attributes, note, who and when.
    fn record(&mut self, record: &Record) {
        let list = |attributes: &Attributes| {
            let list = attributes
                .iter()
                .map(|(name, value)| format!("<bdi>{}: {}</bdi>", Escaped(name), Escaped(&value.to_string())));
            list.collect::<Vec<_>>().join("<br>")
        };
        let provenance = record.provenance.to_string();
        let mut times: Vec<_> = [record.created, record.modified].iter().filter_map(|time| time.to_rfc3339()).collect();
        times.dedup();
        let source =
            [record.annotator.as_str(), provenance.as_str()].into_iter().chain(times.iter().map(String::as_str));
        let source: Vec<_> = source.map(|fact| format!("<bdi>{}</bdi>", Escaped(fact))).collect();
        self.put(format_args!(
            "<td>{}</td><td class=\"n\" dir=\"auto\">{}</td><td>{}</td></tr>\n",
            list(&record.attributes),
            Escaped(&record.note),
            source.join("<br>"),
        ));
    }

    fn annotations(&mut self) -> Result<(), Stopped> {
        let document = self.document;
        if document.annotations.is_empty() {
            return Ok(());
        }
        let map = OffsetMap::new(document.text());
        self.put(format_args!(
            "<details><summary>العلامات (Annotations): {}</summary>\n<table>\n<tr><th>التصنيف</th><th>النص</th><th>الموضع</th>\
             <th>الخصائص</th><th>الملاحظة</th><th>المصدر</th></tr>\n",
            document.annotations.len()
        ));
        for annotation in document.annotations.iter() {
            let (style, name) = (self.style(&annotation.label), self.full_name(&annotation.label));
            let quote = document.quote_start(annotation, MAX_QUOTE);
            let places = map.places(&annotation.spans);
            self.put(format_args!(
                "<tr data-id=\"{0}\"><td><b class=\"m\" style=\"{style}\"><bdi>{1}</bdi></b><br><bdi>{0}</bdi></td>\
                 <td class=\"q\" dir=\"auto\">{2}</td><td><bdi dir=\"ltr\">{places}</bdi></td>",
                Escaped(annotation.id.as_str()),
                Escaped(&name),
                Escaped(&quote),
            ));
            self.record(&annotation.record);
            self.flush_chunk()?;
        }
        self.html.push_str("</table>\n</details>\n");
        Ok(())
    }

    fn relations(&mut self) -> Result<(), Stopped> {
        let document = self.document;
        if document.relations.is_empty() {
            return Ok(());
        }
        self.put(format_args!(
            "<details><summary>العلاقات (Relations): {}</summary>\n<table>\n<tr><th>النوع</th><th>من</th><th>إلى</th>\
             <th>الخصائص</th><th>الملاحظة</th><th>المصدر</th></tr>\n",
            document.relations.len()
        ));
        for relation in document.relations.values() {
            let kind = document.schema.relation_type(&relation.label).map(|kind| kind.arabic.trim());
            let name = match kind.filter(|name| !name.is_empty() && *name != relation.label.as_str()) {
                Some(name) => format!("{name} ({})", relation.label),
                None => relation.label.to_string(),
            };
            self.put(format_args!(
                "<tr data-id=\"{0}\"><td><bdi>{1}</bdi><br><bdi>{0}</bdi></td>",
                Escaped(relation.id.as_str()),
                Escaped(&name)
            ));
            for end in [&relation.source, &relation.target] {
                let quote = document.annotations.get(end).map(|end| document.quote_start(end, MAX_QUOTE));
                let (quote, end) = (quote.unwrap_or_default(), Escaped(end.as_str()));
                self.put(format_args!(
                    "<td class=\"q\" dir=\"auto\" data-end=\"{end}\">{}<br><bdi>{end}</bdi></td>",
                    Escaped(&quote)
                ));
            }
            self.record(&relation.record);
            self.flush_chunk()?;
        }
        self.html.push_str("</table>\n</details>\n");
        Ok(())
    }
}

/// At most so many characters, with a sign that there are more.
fn short(mut text: String, most: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
        text.push('…');
    }
    text
}
