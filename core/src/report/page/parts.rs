//! The pieces of the page.

use super::safe;
use crate::report::chart::{Drawing, told};
use crate::report::text::{Line, Section, Unit, count};
use crate::report::{Report, Stated};
use crate::stats::Figure;

/// Who it is about. The language of names and of what people say of themselves is that of the profile, if it says one.
pub(super) fn header(report: &Report, account: Option<&Section>) -> String {
    let identity = &report.identity;
    let tag = identity.language.as_ref().map_or("", |language| language.as_str());
    let handle = safe(&identity.handle);
    let name = identity.full_name.as_deref().map(safe).filter(|name| !name.is_empty());
    let title = match &name {
        Some(name) => format!("<bdi lang=\"{}\">{name}</bdi> (<bdi>@{handle}</bdi>)", safe(tag)),
        None => format!("<bdi>@{handle}</bdi>"),
    };
    let mut about: Vec<String> = vec![safe(&identity.platform.to_string())];
    about.extend(report.tier.known().map(|tier| format!("{} tier", safe(&tier.name))));
    about.extend(identity.category.as_deref().map(safe));
    let place = account.and_then(|section| section.lines.iter().find(|line| line.label.starts_with("Place")));
    about.extend(place.map(|line| safe(&line.note)));
    if identity.verified == Some(true) {
        about.push("verified by the platform".to_owned());
    }
    let mut text = format!("<header>\n<h1>{title}</h1>\n<p class=\"about\">{}</p>\n", about.join(" · "));
    if let Some(bio) = identity.bio.as_deref().map(safe).filter(|bio| !bio.is_empty()) {
        text.push_str(&format!("<p class=\"bio\" dir=\"auto\" lang=\"{}\">{bio}</p>\n", safe(tag)));
    }
    if let Some(url) = &identity.url {
        // An address is http or https by its type.
        text.push_str(&format!(
            "<p class=\"about\"><a href=\"{}\" rel=\"noopener noreferrer nofollow\">The profile on {}</a></p>\n",
            safe(url.as_str()),
            safe(&identity.platform.to_string())
        ));
    }
    text.push_str("</header>\n");
    text
}

pub(super) fn contents(sections: &[Section], anchors: &[String]) -> String {
    let mut text =
        "<nav aria-label=\"Sections\">\n<ul>\n<li><a href=\"#key\">Key figures</a></li>\n".to_owned();
    for (section, anchor) in sections.iter().zip(anchors) {
        text.push_str(&format!("<li><a href=\"#{anchor}\">{}</a></li>\n", safe(&section.heading)));
    }
    text.push_str("</ul>\n</nav>\n");
    text
}

/// The figures that people look for first.
pub(super) fn key_figures(report: &Report) -> String {
    let mut tiles = String::new();
    let mut tile = |name: &str, value: &str, around: &str| {
        tiles.push_str(&format!(
            "<div><dt>{}</dt><dd class=\"figure\">{}</dd><dd class=\"around\">{}</dd></div>\n",
            safe(name),
            safe(value),
            safe(around)
        ));
    };
    let counted = |value: &Stated<u64>| match value {
        Stated::Known(value) => (count(*value), "as the profile says".to_owned()),
        Stated::Undefined { .. } => ("–".to_owned(), "not known".to_owned()),
    };
    let (value, around) = counted(&report.counts.followers);
    tile("Followers", &value, &around);
    let figures = [
        ("Engagement rate", &report.engagement.rate, Unit::Share),
        ("Likes of an average post", &report.averages.likes, Unit::Number),
        ("Posts a week", &report.cadence.posts_per_week, Unit::Number),
    ];
    for (name, figure, unit) in figures {
        let (value, around) = surrounded(figure, unit);
        tile(name, &value, &around);
    }
    if let Some(peers) = report.engagement.peers.known() {
        let (value, around) = surrounded(&peers.percentile, Unit::Share);
        tile("Peers below in engagement", &value, &around);
    }
    if let Some(shares) = report.credibility.known() {
        let (value, around) = surrounded(&shares.credibility, Unit::Share);
        tile("Credible audience", &value, &around);
    }
    if let Some(growth) = report.history.growth.known() {
        let (value, around) = surrounded(&growth.monthly, Unit::Change);
        tile("Growth a month", &value, &around);
    }
    format!(
        "<section aria-labelledby=\"key\">\n<h2 id=\"key\" class=\"hidden\">Key figures</h2>\n<dl class=\"key\">\n{tiles}</dl>\n</section>\n"
    )
}

/// The value, and what surrounds it: interval and sample, or the reason why there is no value.
fn surrounded(figure: &Figure, unit: Unit) -> (String, String) {
    let [value, interval] = told(figure, unit);
    let n = figure.estimate().map_or(String::new(), |estimate| format!(", n {}", count(estimate.n)));
    (value, interval + &n)
}

/// A chart with its caption, and its numbers in a table.
pub(super) fn figure(drawing: &Drawing, id: &str) -> String {
    let title = safe(&drawing.title);
    let key = if drawing.key.is_empty() {
        String::new()
    } else {
        format!(" <span class=\"note\">{}</span>", safe(&drawing.key))
    };
    let table = drawing.table();
    let heads: String =
        table.columns.iter().map(|column| format!("<th scope=\"col\">{}</th>", safe(column))).collect();
    let row = |cells: &Vec<String>| {
        let cells = cells.iter().enumerate().map(|(at, cell)| match at {
            0 => format!("<th scope=\"row\"><bdi>{}</bdi></th>", safe(cell)),
            _ => format!("<td>{}</td>", safe(cell)),
        });
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let rows: String = table.rows.iter().map(row).collect();
    format!(
        "<figure>\n<figcaption><strong>{title}</strong>{key}</figcaption>\n{svg}\n\
         <details><summary>The numbers of “{title}” as a table</summary>\n\
         <div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{id}-table\">\n\
         <table><caption id=\"{id}-table\">{title}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table>\n\
         </div></details>\n</figure>\n",
        svg = drawing.svg(id)
    )
}

/// The lines of a section as a table.
pub(super) fn lines(lines: &[Line], anchor: &str, heading: &str) -> String {
    let mut rows = String::new();
    for line in lines {
        let label = safe(&line.label);
        let note = safe(&line.note);
        rows.push_str(&match (line.value.as_str(), line.interval.as_str()) {
            // A sentence, or a reason in place of a figure.
            ("" | "–", "") => format!(
                "<tr><th scope=\"row\"><bdi>{label}</bdi></th><td class=\"number\">{}</td>\
                 <td class=\"reason\" colspan=\"4\" dir=\"auto\">{note}</td></tr>\n",
                safe(&line.value)
            ),
            (value, interval) => format!(
                "<tr><th scope=\"row\"><bdi>{label}</bdi></th><td class=\"number\">{}</td>\
                 <td class=\"range\">{}</td><td class=\"number\">{}</td>\
                 <td dir=\"auto\">{note}</td><td class=\"method\">{}</td></tr>\n",
                safe(value),
                safe(interval),
                safe(line.n.strip_prefix("n ").unwrap_or(&line.n)),
                safe(&line.method.replace('_', " "))
            ),
        });
    }
    format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{anchor}-table\">\n<table>\
         <caption id=\"{anchor}-table\"><span class=\"hidden\">{}: </span>figures with their intervals, sample sizes and methods</caption>\n\
         <thead><tr><th scope=\"col\">Figure</th><th scope=\"col\" class=\"number\">Value</th>\
         <th scope=\"col\">Interval</th><th scope=\"col\" class=\"number\">n</th><th scope=\"col\">Note</th>\
         <th scope=\"col\">Method</th></tr></thead>\n<tbody>\n{rows}</tbody></table>\n</div>\n",
        safe(heading)
    )
}

/// Where the figures come from, and what may be done with the page.
pub(super) fn footer(report: &Report) -> String {
    let mut inputs = String::new();
    for (part, origin) in &report.provenance.inputs {
        let name = serde_json::to_value(part).ok().and_then(|name| name.as_str().map(str::to_owned));
        let sources: Vec<String> = origin
            .sources
            .iter()
            .filter_map(|source| serde_json::to_value(source).ok()?.as_str().map(str::to_owned))
            .collect();
        let source = if sources.is_empty() { "source not stated".to_owned() } else { sources.join(", ") };
        let read = origin.collected.map_or(String::new(), |read| {
            if read.first == read.last {
                format!(", read {}", read.first)
            } else {
                format!(", read {} to {}", read.first, read.last)
            }
        });
        let text = format!("{}: {source}{read}", name.unwrap_or_default());
        if !inputs.is_empty() {
            inputs.push_str("; ");
        }
        inputs.push_str(&safe(&text));
    }
    format!(
        "<footer>\n<p>Where the figures come from: {inputs}.</p>\n\
         <p>Made <time datetime=\"{made}\">{made}</time> by renown, form {version}. This page tells of a person: what \
         the policy permits of it is permitted to its recipient, for the stated purpose.</p>\n</footer>\n",
        made = safe(&report.generated_at.to_string()),
        version = report.version
    )
}
