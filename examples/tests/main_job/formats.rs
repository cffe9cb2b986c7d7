//! The same rows in every format give the same report, to the byte.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray, StringViewArray, TimestampMicrosecondArray,
};
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use chrono::{DateTime, Utc};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::*;

const NAMES: [&str; 3] = ["profiles", "posts", "audience"];

/// Which Arrow type a column has; texts come in two layouts.
fn column(name: &str, cells: &[Option<String>]) -> ArrayRef {
    match name {
        "likes" | "comments" | "shares" | "saves" | "views" | "followers" | "following" | "content_count"
        | "bio_length" | "username_length" | "username_digits" => {
            let count = |cell: &Option<String>| cell.as_ref().map(|cell| cell.parse().unwrap());
            Arc::new(Int64Array::from_iter(cells.iter().map(count)))
        }
        "pinned" | "sponsored" | "verified" | "private" | "has_picture" => {
            let flag = |cell: &Option<String>| cell.as_ref().map(|cell| cell == "true");
            Arc::new(BooleanArray::from_iter(cells.iter().map(flag)))
        }
        "published_at" | "collected_at" => {
            let micros = |cell: &Option<String>| {
                cell.as_ref().map(|cell| cell.parse::<DateTime<Utc>>().unwrap().timestamp_micros())
            };
            let times = TimestampMicrosecondArray::from_iter(cells.iter().map(micros));
            Arc::new(times.with_timezone("UTC"))
        }
        "caption" | "handle" => Arc::new(StringViewArray::from_iter(cells.iter().cloned())),
        _ => Arc::new(StringArray::from_iter(cells.iter().cloned())),
    }
}

/// The rows of a CSV table as batches of fifty.
fn batches(table: &str) -> Vec<RecordBatch> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let batch = |rows: &[csv::StringRecord]| {
        let of = |at: usize| -> Vec<Option<String>> {
            rows.iter().map(|row| Some(row[at].to_owned()).filter(|cell| !cell.is_empty())).collect()
        };
        let columns = names.iter().enumerate().map(|(at, name)| (name, column(name, &of(at)), true));
        RecordBatch::try_from_iter_with_nullable(columns).unwrap()
    };
    rows.chunks(50).map(batch).collect()
}

fn parquet(path: &Path, table: &str, compression: Compression) {
    let batches = batches(table);
    let properties = WriterProperties::builder().set_compression(compression).build();
    let file = File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batches[0].schema(), Some(properties)).unwrap();
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.close().unwrap();
}

fn ipc(path: &Path, table: &str, compression: Option<CompressionType>, stream: bool) {
    let batches = batches(table);
    let options = IpcWriteOptions::default().try_with_compression(compression).unwrap();
    let (file, schema) = (File::create(path).unwrap(), batches[0].schema());
    if stream {
        let mut writer = StreamWriter::try_new_with_options(file, &schema, options).unwrap();
        batches.iter().for_each(|batch| writer.write(batch).unwrap());
        writer.finish().unwrap();
    } else {
        let mut writer = FileWriter::try_new_with_options(file, &schema, options).unwrap();
        batches.iter().for_each(|batch| writer.write(batch).unwrap());
        writer.finish().unwrap();
    }
}

/// One object a line; what is not known is left out in every second one and null in the others.
fn json_lines(table: &str) -> String {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let line = |(number, row): (usize, csv::StringRecord)| {
        let mut object = serde_json::Map::new();
        for (name, cell) in names.iter().zip(row.iter()) {
            let value = match cell {
                "" if number % 2 == 0 => continue,
                "" => serde_json::Value::Null,
                "true" | "false" => (cell == "true").into(),
                number if name != "member_id" && number.parse::<u64>().is_ok() => {
                    number.parse::<u64>().unwrap().into()
                }
                text => text.into(),
            };
            object.insert(name.clone(), value);
        }
        serde_json::Value::Object(object).to_string() + "\n"
    };
    reader.records().map(Result::unwrap).enumerate().map(line).collect()
}

/// The same table with other separators and ends of lines, and a byte order mark.
fn separated(table: &str, separator: u8, crlf: bool) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .terminator(terminator)
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    reader.byte_records().for_each(|record| writer.write_byte_record(&record.unwrap()).unwrap());
    writer.into_inner().unwrap()
}

#[test]
fn every_format_gives_the_same_report() {
    let mut place = Place::new();
    place.run().unwrap();
    let expected = place.read("out/report.json");
    let tables = NAMES.map(|name| place.read(&format!("{name}.csv")));
    let zstd = Compression::ZSTD(ZstdLevel::default());
    let write = |place: &Place, ending: &str, name: &str, table: &str, variant: usize| {
        let path = place.path(&format!("{name}{variant}.{ending}"));
        match (ending, variant) {
            ("csv", _) => std::fs::write(&path, separated(table, b',', true)).unwrap(),
            ("tsv", _) => std::fs::write(&path, separated(table, b'\t', false)).unwrap(),
            ("jsonl" | "ndjson", _) => std::fs::write(&path, json_lines(table)).unwrap(),
            ("parquet", 0) => parquet(&path, table, zstd),
            ("parquet", 1) => parquet(&path, table, Compression::SNAPPY),
            ("parquet", _) => parquet(&path, table, Compression::LZ4_RAW),
            ("arrow", _) => ipc(&path, table, Some(CompressionType::ZSTD), false),
            ("feather", _) => ipc(&path, table, Some(CompressionType::LZ4_FRAME), false),
            (_, _) => ipc(&path, table, None, true),
        }
        path
    };
    let variants = [
        ("csv", 0),
        ("tsv", 0),
        ("jsonl", 0),
        ("ndjson", 0),
        ("parquet", 0),
        ("parquet", 1),
        ("parquet", 2),
        ("arrow", 0),
        ("feather", 0),
        ("ipc", 0),
    ];
    for (ending, variant) in variants {
        let [profiles, posts, audience] =
            [0, 1, 2].map(|at| write(&place, ending, NAMES[at], &tables[at], variant));
        (place.job.profiles, place.job.posts, place.job.audience) = (profiles, posts, Some(audience));
        place.run().unwrap_or_else(|error| panic!("{ending} {variant}: {error}"));
        assert!(place.read("out/report.json") == expected, "{ending} {variant}");
    }
}

#[test]
fn columns_may_be_named_otherwise() {
    let mut place = Place::new();
    place.run().unwrap();
    let expected = place.read("out/report.json");
    let posts = place.read("posts.csv").replacen("likes,comments", "like_count,n_comments", 1);
    place.write("posts.csv", posts);
    place.job.renamed =
        Renamed::read(&["likes=like_count".to_owned(), "comments=n_comments".to_owned()]).unwrap();
    place.run().unwrap();
    assert!(place.read("out/report.json") == expected);
}

#[test]
fn a_caption_may_have_line_breaks_quotes_and_a_million_characters() {
    let place = Place::empty();
    place.write("profiles.csv", "influencer_id,platform,handle,followers\n1,instagram,invented,1.5k\n");
    let long = "空".repeat(1_000_000);
    let rows = format!(
        "post_id,influencer_id,platform,published_at,caption,likes,comments\n\
         a,1,instagram,2026-01-01T10:00:00Z,\"first\nsecond \"\"quoted\"\" line\",\"1,234\",3\n\
         b,1,instagram,2026-01-02T10:00:00Z,{long},2k,5\n\
         c,1,instagram,2026-01-03T10:00:00Z,short,x,5\n"
    );
    place.write("posts.csv", &rows);
    let job = Job { audience: None, ..place.job.clone() };
    let error = run(&job, &mut ()).unwrap_err().to_string();
    assert!(error.contains("posts.csv, line 5, column \"likes\": "), "{error}");
    place.write("posts.csv", rows.replace(",x,5", ",6,5"));
    run(&job, &mut ()).unwrap();
    let report: serde_json::Value = serde_json::from_str(&place.read("out/report.json")).unwrap();
    let top = &report["reports"][0]["content"]["top"];
    assert_eq!(top[0]["engagement"]["likes"], 2_000);
    assert_eq!(top[0]["caption"].as_str().unwrap().chars().count(), 1_000_000);
    assert_eq!(top[1]["caption"], "first\nsecond \"quoted\" line");
    assert_eq!(report["reports"][0]["counts"]["followers"], 1_500);
}
