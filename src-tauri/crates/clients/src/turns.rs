//! What every client must do in a long pause, asked through the port alone.

use crate::scripted::Scripted;
use esim_desk_model::{EsimId, ServiceId};
use esim_desk_provider::{Esims, Kind};

/// Of a client that is held up: only what somebody waits for goes out, and the rest says for how long it is held.
pub(crate) async fn only_what_is_waited_for_goes_out(
    esims: &dyn Esims,
    server: &Scripted,
    esim: &str,
    service: &str,
) {
    let (esim, service) = (EsimId::from(esim), ServiceId::from(service));
    let before = server.seen().len();
    for error in [
        esims.one_in_turn(&esim).await.err(),
        esims.usage_in_turn(&service).await.err(),
        esims.list().await.err(),
    ] {
        let error = error.expect("nobody waits for it");
        let told = error.retry_after.is_some_and(|pause| pause.as_secs() > 3_000);
        assert!(error.kind == Kind::TooMany && told, "{error:?}");
    }
    assert_eq!(server.seen().len(), before);
    drop(esims.one(&esim).await);
    let one = server.seen().len();
    assert!(one > before, "somebody waits for the eSIM");
    drop(esims.usage(&service).await);
    assert!(server.seen().len() > one, "and for its use");
}
