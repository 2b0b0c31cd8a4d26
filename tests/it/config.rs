//! `edwire check`: every fault of a configuration at once, each with its place, in plain words.

use crate::cli::Desk;

const SOURCE: &str = "[fetch]\ncontact = \"mailto:desk@example.edu\"\n\
    [[source]]\nid = \"daad\"\nurl = \"http://daad.example/news\"\n";

/// What `check` says of a source that is fine and these lines after it, which begin at line 6.
fn said_of(lines: &str) -> (i32, String) {
    let desk = Desk::new(&format!("{SOURCE}{lines}"));
    let ran = desk.run(&["check"]);
    (ran.code, ran.err)
}

#[test]
fn faults_of_shape_and_of_meaning_are_told_in_one_go_in_the_order_of_the_file() {
    let (code, said) = said_of(
        "[[channel]]\nname = \"main\"\nkind = \"telegram\"\nchat = \"@wire\"\nmin_score = 4\n\
         max_age = \"soon\"\ntopics = [\"scholarships\"]\n\
         [schedule]\ninterval = \"1m\"\nmin_interval = 5\n",
    );
    assert_eq!(code, 2);
    let lines: Vec<&str> = said.lines().collect();
    let wanted = [
        ("config.toml:10:1: error: `min_score` lies between 0 and 1", ""),
        ("config.toml:11:11: error: \"soon\" is no duration", "30m"),
        (
            "config.toml:12:1: error: there is no topic scholarships",
            "did you mean \"scholarship\"?",
        ),
        ("config.toml:14:1: warning: interval does not lie between", ""),
        ("config.toml:15:16: error: `min_interval` wants text in quotes, not 5", ""),
    ];
    assert_eq!(lines.len(), wanted.len(), "{said}");
    for (line, (begins, has)) in lines.iter().zip(wanted) {
        assert!(line.starts_with(begins) && line.contains(has), "{line}\nwanted: {begins} {has}");
    }
}

#[test]
fn values_that_make_no_sense_are_refused_with_a_word_on_what_would() {
    let cases = [
        ("[store]\npath = \"\"", "`path` wants the name of a file"),
        ("[fetch]\nmax_body = \"0B\"", "no page fits into that"),
        ("[web]\npublic_url = \"wire.example.org\"", "`public_url`"),
        ("[web]\npublic_url = \"ftp://wire.example.org\"", "starts with http:// or https://"),
        ("[relevance]\nthreshold = 5", "`threshold` lies between 0 and 1"),
        ("[relevance]\nthreshold = \"high\"", "`threshold` wants a number, not \"high\""),
        ("[[topic]]\nid = \"summer school\"", "an id is one word"),
        ("[[topic]]\nid = \"x\"\nhashtag = \"#a-b\"", "a hashtag has letters"),
        ("[[topic]]\nid = \"x\"\nweight = 900.0", "`weight` lies between"),
        ("[[topic]]\nid = \"x\"\n[[topic]]\nid = \"x\"", "another [[topic]] has the id \"x\""),
        ("[[source]]\nurl = \"http://b.example/\"\ncountry = \"ZZZ\"", "two-letter country code"),
        ("[[source]]\nurl = \"http://b.example/\"\nid = \"a b\"", "an id is one word"),
        ("[[source]]\nurl = \"http://b.example/\"\nproxy = \"nowhere\"", "`proxy` is no address"),
        (
            "[[source]]\nurl = \"http://b.example/\"\nlist = { item = \"li[\" }",
            "list.item = \"li[\" is no CSS selector",
        ),
        ("[[source]]\nname = \"no address\"", "`url` is missing"),
        ("[channel]\nname = \"a\"", "write it as [[...]]"),
        ("[[channel]]\nname = \"a\"\nkind = \"pigeon\"", "unknown value `pigeon`"),
        (
            "[[channel]]\nname = \"a\"\nkind = \"terminal\"\nquiet = \"08:00-08:00\"",
            "quiet hours end at another time",
        ),
        (
            "[[channel]]\nname = \"a\"\nkind = \"terminal\"\nmode = \"digest\"\ndigest_at = 8",
            "digest_at is a time of day like \"08:00\"",
        ),
        ("[[channel]]\nname = \"a\"\nkind = \"terminal\"\nmax_age = \"0s\"", "nothing is that new"),
        ("[[channel]]\nname = \"a\"\nkind = \"terminal\"\ntopics = 3", "`topics` wants a text"),
        (
            "[[channel]]\nname = \"a\"\nkind = \"webhook\"\nurl = \"mailto:me@example.edu\"",
            "starts with http:// or https://",
        ),
    ];
    for (lines, word) in cases {
        let (code, said) = said_of(lines);
        assert_eq!(code, 2, "{lines}\n{said}");
        assert!(said.contains(word), "{lines}\nsaid: {said}wanted: {word}");
        assert!(!said.contains("enum ") && !said.contains("expected "), "{said}");
    }
}

#[test]
fn what_will_have_no_effect_is_a_warning_and_no_fault() {
    let cases = [
        ("include = [\"none/*.toml\"]", "no file fits \"none/*.toml\""),
        ("[[topic]]\nid = \"x\"", "has no words"),
        ("[[source]]\nurl = \"http://b.example/\"\ninterval = \"1m\"", "shorter than [schedule]"),
        (
            "[[channel]]\nname = \"a\"\nkind = \"terminal\"\nsources = \"dad\"",
            "no source is called dad (did you mean \"daad\"?)",
        ),
        ("[[channel]]\nname = \"a\"\nkind = \"terminal\"\nchat = \"@a\"", "`chat` has no effect"),
        (
            "[[channel]]\nname = \"a\"\nkind = \"terminal\"\ndigest_at = \"08:00\"",
            "without mode = \"digest\"",
        ),
    ];
    for (lines, word) in cases {
        let config = if lines.starts_with("include") {
            format!("{lines}\n{SOURCE}")
        } else {
            format!("{SOURCE}{lines}")
        };
        let ran = Desk::new(&config).run(&["check"]);
        assert_eq!(ran.code, 0, "{lines}\n{}", ran.err);
        assert!(ran.err.contains("warning:") && ran.err.contains(word), "{}", ran.err);
    }
}

#[test]
fn a_secret_that_is_missing_is_told_with_the_line_that_wants_it() {
    let (code, said) = said_of(
        "[[channel]]\nname = \"main\"\nkind = \"telegram\"\nchat = \"@wire\"\n\
         token = \"${WIRE_TOKEN_NOT_SET}\"\n",
    );
    assert_eq!(code, 2);
    assert!(said.contains("config.toml:10:1: error: channel main: token:"), "{said}");
    assert!(said.contains("WIRE_TOKEN_NOT_SET is not set"), "{said}");
}

#[test]
fn a_shipped_topic_that_only_gets_words_keeps_its_name() {
    let desk = Desk::new(&format!(
        "{SOURCE}[[topic]]\nid = \"scholarship\"\nwords = [\"bursaryship\"]\nweight = 2.0\n"
    ));
    assert_eq!(desk.run(&["check"]).code, 0);
    let judge = edwire::curate::judge::Judge::new(&edwire::curate::judge::Settings {
        threshold: 0.5,
        topics: vec![edwire::curate::judge::TopicRule {
            id: "scholarship".to_owned(),
            words: vec!["bursaryship".to_owned()],
            weight: 2.0,
            ..Default::default()
        }],
    });
    let topics = judge.topics();
    let topic = topics.iter().find(|topic| topic.id.as_str() == "scholarship").unwrap();
    assert_ne!(topic.name_en, "scholarship");
    let ids: Vec<&str> = topics.iter().map(|topic| topic.id.as_str()).collect();
    for shipped in edwire::curate::judge::shipped_topics() {
        assert!(ids.contains(&shipped), "{shipped}");
    }
}
