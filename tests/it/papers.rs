//! Small PDF and Word files made on the spot.

use std::io::Write;

/// Objects numbered from 1, the first being the catalog.
pub(crate) fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", at + 1).into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let size = objects.len() + 1;
    let trailer = format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
    out.extend(trailer.into_bytes());
    out
}

pub(crate) fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
    out.extend(data);
    out.extend(b"\nendstream");
    out
}

/// One page with the given font objects (`/F1` is object 5) and drawing operators.
pub(crate) fn one_page(fonts: &[Vec<u8>], content: &[u8]) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font \
          << /F1 5 0 R >> >> >>"
            .to_vec(),
        stream("", content),
    ];
    objects.extend(fonts.iter().cloned());
    pdf(&objects)
}

/// Lines of a size each, from the top, in a Latin font.
pub(crate) fn latin(lines: &[(u32, &str)]) -> Vec<u8> {
    let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    let mut content = b"BT\n".to_vec();
    let mut y = 800;
    for (size, line) in lines {
        y -= size * 3 / 2;
        content.extend(format!("/F1 {size} Tf 1 0 0 1 60 {y} Tm (").into_bytes());
        content.extend(line.chars().map(|c| u8::try_from(u32::from(c)).unwrap()));
        content.extend(b") Tj\n");
    }
    content.extend(b"ET");
    one_page(&[font.to_vec()], &content)
}

/// A Word file of one paragraph a line.
pub(crate) fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let body: String =
        paragraphs.iter().map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")).collect();
    docx_of(&format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://w\"><w:body>{body}\
         </w:body></w:document>"
    ))
}

pub(crate) fn docx_of(document: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    archive.start_file("word/document.xml", plain).unwrap();
    archive.write_all(document.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}
