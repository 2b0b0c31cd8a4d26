//! What was told goes with the item that was told when items change their story.

use rusqlite::{Connection, Result, params};

use crate::model::{ItemId, StoryId};

/// A post of these states has reached readers, or may have.
const TOLD: &str = "('sent', 'in-flight', 'unknown')";

/// Hands deliveries from one story to another. With `only`, the old story lives on: just the posts
/// that told of that item move, with their edits and replies, and what is still to be sent stays.
/// Without, everything moves. Where both have a post on one channel, the told one counts; of two told
/// ones each stays where it is.
pub(in crate::store) fn carry(
    connection: &Connection,
    (from, to): (StoryId, StoryId),
    only: Option<ItemId>,
) -> Result<()> {
    let moving =
        format!("story = ?1 AND kind = 'post' AND (?3 IS NULL OR (item = ?3 AND state IN {TOLD}))");
    connection.execute(
        &format!(
            "DELETE FROM delivery WHERE story = ?2 AND kind = 'post' AND state NOT IN {TOLD} \
             AND digest IS NULL AND NOT EXISTS (SELECT 1 FROM delivery AS own WHERE \
             own.of = delivery.id) AND channel IN (SELECT channel FROM delivery \
             WHERE {moving} AND state IN {TOLD})"
        ),
        params![from.0, to.0, only.map(|item| item.0)],
    )?;
    connection.execute(
        &format!("UPDATE OR IGNORE delivery SET story = ?2 WHERE {moving}"),
        params![from.0, to.0, only.map(|item| item.0)],
    )?;
    connection.execute(
        "UPDATE delivery SET story = ?2 WHERE story = ?1 AND kind <> 'post' AND (?3 OR of IN \
         (SELECT id FROM delivery WHERE story = ?2))",
        params![from.0, to.0, only.is_none()],
    )?;
    if only.is_none() {
        connection.execute(
            "UPDATE delivery SET state = 'skipped', why = 'its story was joined to another' \
             WHERE story = ?1 AND state IN ('held', 'queued', 'retrying') AND digest IS NULL",
            params![from.0],
        )?;
    }
    Ok(())
}
