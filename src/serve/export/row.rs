//! From an item as the store shows it to the documented row.

use super::{DeadlineRow, DeliveryRow, ItemRow};
use crate::model::ChannelName;
use crate::store::views::ItemView;

impl From<ItemView> for ItemRow {
    fn from(view: ItemView) -> Self {
        let ItemView { item, state, why, also, deliveries, source_name } = view;
        Self {
            id: item.id,
            relevant: item.relevant(),
            url: item.link,
            title: item.title,
            summary: item.summary,
            text: Some(item.text).filter(|text| !text.is_empty()),
            source: item.source,
            source_name,
            lang: item.lang,
            published: item.published,
            first_seen: item.first_seen,
            score: (item.verdict.score * 1000.0).round() / 1000.0,
            topics: item.verdict.topics,
            story: item.story,
            also,
            deadlines: item
                .deadlines
                .into_iter()
                .map(|deadline| DeadlineRow {
                    date: deadline.date,
                    until: deadline.until,
                    kind: deadline.kind,
                    what: deadline.what,
                })
                .collect(),
            state,
            why,
            deliveries: deliveries
                .into_iter()
                .map(|delivery| DeliveryRow {
                    channel: ChannelName::new(delivery.channel),
                    state: delivery.state,
                    why: delivery.why,
                })
                .collect(),
        }
    }
}
