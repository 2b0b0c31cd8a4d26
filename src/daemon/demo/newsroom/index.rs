//! The page that explains the newsroom to a person who looks at it in a browser.

use std::future::{Ready, ready};
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::Act;
use super::desk::Desk;
use super::press::Press;

#[derive(Debug, Clone)]
pub(super) struct Foyer {
    pub(super) desks: Arc<[Desk]>,
    pub(super) press: Arc<Press>,
    pub(super) act: watch::Receiver<Act>,
}

pub(super) async fn serve(listener: TcpListener, foyer: Foyer) -> std::io::Result<()> {
    axum::serve(listener, Router::new().route("/", get(show)).with_state(foyer)).await
}

fn show(State(foyer): State<Foyer>) -> Ready<Result<Html<String>, (StatusCode, String)>> {
    let act = *foyer.act.borrow();
    ready(
        foyer
            .press
            .index(&foyer.desks, act)
            .map(Html)
            .map_err(|error| (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}"))),
    )
}
