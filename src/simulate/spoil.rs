//! Bad rows for the sample, each of a kind that real exports have.

/// The complaints table with 27 bad rows between its good ones: 24 rejects, three identical copies.
pub(super) fn spoil(csv: &str) -> Vec<u8> {
    let lines: Vec<&str> = csv.lines().collect();
    let mut out: Vec<Vec<u8>> = lines.iter().map(|line| line.as_bytes().to_vec()).collect();
    let mut bad: Vec<Vec<u8>> = Vec::new();
    let row = |number: usize| lines.get(number).copied().unwrap_or_default();
    let with = |number: usize, column: usize, text: &str| {
        let mut cells: Vec<&str> = row(number).split(',').collect();
        if let Some(cell) = cells.get_mut(column) {
            *cell = text;
        }
        cells.join(",").into_bytes()
    };
    let id = |number: usize| format!("CBAD{number:04}");
    // Three identical copies, which fold.
    bad.extend([21, 22, 23].map(|number| row(number).as_bytes().to_vec()));
    for number in 0..5 {
        // Dates that do not exist.
        let text = ["2026-02-30", "2026/13/01", "昨天", "00000000", "2026-1-"][number];
        let line = with(40 + number, 1, text);
        bad.push(replace_id(&line, &id(number)));
    }
    for number in 5..9 {
        // Fields too few or too many.
        let text = row(60 + number);
        let line = if number % 2 == 0 {
            format!("{text},extra")
        } else {
            text.rsplit_once(',').map_or("", |(head, _)| head).to_owned()
        };
        bad.push(replace_id(line.as_bytes(), &id(number)));
    }
    // No id.
    bad.extend([80, 81, 82].map(|number| with(number, 0, "")));
    // One id, different content: both rows of each pair are rejected.
    for number in 9..13 {
        for content in [100, 120] {
            bad.push(replace_id(row(content + number).as_bytes(), &id(number)));
        }
    }
    // A quote that is never closed, NUL bytes, bytes that are no UTF-8.
    bad.push(replace_id(with(140, 5, "\"未闭合").as_slice(), &id(13)));
    bad.push(replace_id(with(141, 3, "P7\u{0}0001").as_slice(), &id(14)));
    let mut damaged = replace_id(row(142).as_bytes(), &id(15));
    damaged.splice(20..20, [0xff, 0xfe]);
    bad.push(damaged);
    // Spread them over the table, from the end so that places stay true.
    let step = lines.len() / (bad.len() + 1);
    for (number, line) in bad.into_iter().enumerate().rev() {
        out.insert((number + 1) * step, line);
    }
    let mut bytes = out.join(&b'\n');
    bytes.push(b'\n');
    bytes
}

fn replace_id(line: &[u8], id: &str) -> Vec<u8> {
    let rest = line.iter().position(|&byte| byte == b',').unwrap_or(0);
    [id.as_bytes(), &line[rest..]].concat()
}
