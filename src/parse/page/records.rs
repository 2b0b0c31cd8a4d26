//! Rows that a page keeps as text, for a script of its own to show: a `datastore` whose records are
//! markup (the paging of many Chinese government systems).

use std::borrow::Cow;

/// The markup with such rows where the script would put them.
pub(super) fn shown(markup: &str) -> Cow<'_, str> {
    if !markup.contains("<datastore") {
        return Cow::Borrowed(markup);
    }
    let mut out = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((before, store)) = rest.split_once("<datastore") {
        let (store, after) = store.split_once("</datastore>").unwrap_or((store, ""));
        let (before, _) = before.rsplit_once("<script").unwrap_or((before, ""));
        out.push_str(before);
        for record in store.split("<record>").skip(1) {
            let text = record.split_once("<![CDATA[").and_then(|(_, text)| text.split_once("]]>"));
            if let Some((text, _)) = text {
                out.extend(["<div class=record>", text, "</div>"]);
            }
        }
        let (gap, behind) = after.split_once("</script>").unwrap_or(("", after));
        rest = if gap.trim().is_empty() { behind } else { after };
    }
    out.push_str(rest);
    Cow::Owned(out)
}
