//! case.docx: the account of the facts as a document that people go on writing in.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, Docx, Footer, Header, PageMargin, Paragraph, Run, RunFonts, Shading, Style, StyleType,
    Table, TableCell, TableLayoutType, TableRow, WidthType,
};
use unicode_width::UnicodeWidthStr as _;

use super::account::Case;
use crate::error::{Error, Result};
use crate::report::section::{Grid, Section};

/// Half points, as the format counts them.
const BODY: usize = 21;
const SMALL: usize = 16;
const TITLE: usize = 36;
const HEADING: usize = 26;
const TINY: usize = 13;
/// Margins of the page and width of the text between them on A4, in twentieths of a point: 2 cm leave room for money.
const MARGIN: i32 = 1_134;
const TEXT_WIDTH: usize = 9_638;
/// Left and right margin of a cell together.
const CELL_MARGINS: usize = 230;
/// Columns from which on a table is set small.
const WIDE: usize = 6;
/// Columns from which on it is set smaller still.
const VERY_WIDE: usize = 10;

/// Writes the document.
///
/// # Errors
/// None in practice: everything is written to memory.
pub(super) fn file(case: &Case) -> Result<Vec<u8>> {
    let fonts = RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").east_asia("SimSun");
    let heading = Style::new("Heading1", StyleType::Paragraph).name("heading 1").size(HEADING).bold();
    let notice = || Paragraph::new().add_run(Run::new().add_text(case.notice[0]).size(SMALL).italic());
    let mut docx = Docx::new()
        // The contents say when; the file itself says nothing of the clock, so that the same case has the same bytes.
        .created_at("1970-01-01T00:00:00Z")
        .updated_at("1970-01-01T00:00:00Z")
        .page_size(11_906, 16_838)
        .page_margin(PageMargin::new().left(MARGIN).right(MARGIN))
        .default_fonts(fonts)
        .default_size(BODY)
        .add_style(heading)
        .header(Header::new().add_paragraph(notice()))
        .footer(Footer::new().add_paragraph(notice()))
        .add_paragraph(
            Paragraph::new()
                .align(AlignmentType::Center)
                .add_run(Run::new().add_text(case.title).size(TITLE).bold()),
        )
        .add_paragraph(Paragraph::new().add_run(Run::new().add_text(case.shown).bold()))
        .add_paragraph(Paragraph::new().add_run(Run::new().add_text(case.notice[0])))
        .add_paragraph(Paragraph::new().add_run(Run::new().add_text(case.notice[1])))
        .add_table(table(&case.cover));
    let sections = [
        &case.summary,
        &case.roles,
        &case.victims,
        &case.losses,
        &case.wording,
        &case.lines,
        &case.reasons,
        &case.counter,
        &case.materials,
        &case.method,
        &case.inputs,
    ];
    // Only a comparison of letters can have nothing to compare.
    for section in sections.into_iter().filter(|section| !section.is_empty()) {
        docx = add(docx, section);
    }
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).map_err(|error| Error::internal(format!("case.docx: {error}")))?;
    Ok(bytes.into_inner())
}

fn add(docx: Docx, section: &Section) -> Docx {
    let title =
        Paragraph::new().style("Heading1").keep_next(true).add_run(Run::new().add_text(&section.title));
    let mut docx = docx.add_paragraph(title);
    for sentence in &section.sentences {
        docx = docx.add_paragraph(Paragraph::new().add_run(Run::new().add_text(sentence)));
    }
    match &section.table {
        Some(grid) => docx.add_table(table(grid)),
        None => docx,
    }
}

fn table(grid: &Grid) -> Table {
    let size = match grid.head.len() {
        VERY_WIDE.. => TINY,
        WIDE.. => SMALL,
        _ => BODY,
    };
    let widths = widths(grid, size);
    let cell = |(text, width): (&String, &usize), head: bool| {
        let run = Run::new().add_text(text).size(size);
        let run = if head { run.bold() } else { run };
        let cell =
            TableCell::new().width(*width, WidthType::Dxa).add_paragraph(Paragraph::new().add_run(run));
        if head { cell.shading(Shading::new().fill("E8EDF2")) } else { cell }
    };
    let row = |cells: &Vec<String>, head: bool| {
        TableRow::new(cells.iter().zip(&widths).map(|place| cell(place, head)).collect()).cant_split()
    };
    let rows = std::iter::once(row(&grid.head, true)).chain(grid.rows.iter().map(|cells| row(cells, false)));
    Table::new(rows.collect())
        .set_grid(widths.clone())
        .width(TEXT_WIDTH, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
}

/// Widths of the columns in a size of letters. A column of dates or amounts gets what its longest cell needs, those of
/// sentences share what is left, and room to spare goes to all.
fn widths(grid: &Grid, size: usize) -> Vec<usize> {
    // A digit is at most six tenths as wide as its letters are high: `size` half points, in twentieths of a point.
    let needs = |column: usize| {
        // A header takes two lines where it must.
        let head = grid.head.get(column).map_or(0, |word| word.width_cjk().div_ceil(2) + 1);
        let cells = grid.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width_cjk());
        cells.chain([head]).max().unwrap_or(0) * size * 6 + CELL_MARGINS
    };
    let needed: Vec<usize> = (0..grid.head.len()).map(needs).collect();
    let fair = TEXT_WIDTH / needed.len().max(1);
    let all: usize = needed.iter().sum();
    let kept: usize = needed.iter().filter(|need| **need <= fair).sum();
    let width = |need: &usize| match *need {
        need if all <= TEXT_WIDTH => TEXT_WIDTH * need / all.max(1),
        need if need <= fair => need,
        need => (TEXT_WIDTH - kept) * need / (all - kept),
    };
    needed.iter().map(width).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_what_they_need_beside_long_sentences() {
        let mut grid = Grid::new(&["Date", "Rows", "What the records show"]);
        grid.row(["2026-03-01".into(), "3,125".into(), "长".repeat(300)]);
        let widths = widths(&grid, BODY);
        assert!(widths[0] >= 10 * BODY * 5 && widths[1] >= 5 * BODY * 5, "{widths:?}");
        assert!(widths[2] > TEXT_WIDTH / 2 && widths.iter().sum::<usize>() <= TEXT_WIDTH, "{widths:?}");
    }
}
