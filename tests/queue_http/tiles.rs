//! The server's own log as c2sp.org/tlog-tiles shows it, but for the entries.

use super::person::{Approver, Person};
use super::server::Server;
use queue_api::{DecisionResponse, MeResponse, RoleName, origins, paths};
use reqwest::StatusCode;
use tlog::note::NoteKey;
use tlog::tile::Tiles;
use tlog::tree::{inclusion_proof, verify_inclusion};
use tlog::{Checkpoint, Hash};

fn path(tile: &str, tenant: &str) -> String {
    format!("{}?tenant={tenant}", paths::LOG_TILE.replace("{tile}", tile))
}

#[tokio::test]
async fn an_acceptance_is_proven_from_checkpoint_and_tiles_alone() {
    let server = Server::start().await;
    let mut noor = Approver::enrolled(&server, "noor").await;
    let dana = Person::requester(&server, "dana");
    for _ in 0..3 {
        dana.ask("admin", "PT1H").await;
    }
    let facts = dana.ask("admin", "PT1H").await;
    let answer: DecisionResponse = noor.grant(&facts, "PT1H").await.ok();
    let accepted: serde_json::Value = serde_json::from_slice(&answer.acceptance.payload).unwrap();
    let index = accepted["log_index"].as_u64().unwrap();

    let me: MeResponse = noor.person.get(paths::ME).await.ok();
    let public = *NoteKey::from_vkey(&me.log).unwrap().public();
    let key = NoteKey::log(origins::server_log(&me.server, &"contoso".into()), public).unwrap();
    let note = noor.person.get(&format!("{}?tenant=contoso", paths::LOG_CHECKPOINT)).await;
    let shown = Checkpoint::verify(std::str::from_utf8(&note.body).unwrap(), &key).unwrap();
    let mut tiles = Tiles::of(shown.size);
    for tile in tiles.needed(0, &[index]) {
        let answer = noor.person.get(&path(&tile.to_string(), "contoso")).await;
        assert_eq!(answer.status, StatusCode::OK, "{tile}: {answer:?}");
        assert_eq!(answer.headers["content-type"], "application/octet-stream");
        tiles.insert(tile, &answer.body).unwrap();
    }
    let proof = inclusion_proof(index, shown.size, &tiles).unwrap();
    verify_inclusion(answer.acceptance.leaf_hash(), index, shown.size, &proof, shown.root).unwrap();
    assert!(verify_inclusion(Hash::ZERO, index, shown.size, &proof, shown.root).is_err());
}

#[tokio::test]
async fn a_tile_is_for_its_tenant_and_as_wide_as_the_log() {
    let server = Server::start().await;
    let dana = Person::requester(&server, "dana");
    dana.ask("admin", "PT1H").await;
    dana.ask("admin", "PT1H").await;
    for tile in ["0/000.p/1", "0/000.p/2"] {
        let width = tile.as_bytes()[8] - b'0';
        let answer = dana.get(&path(tile, "contoso")).await;
        assert_eq!((answer.status, answer.body.len()), (StatusCode::OK, 32 * usize::from(width)), "{tile}");
    }
    for tile in ["0/000", "0/000.p/3", "0/001.p/1", "1/000.p/1"] {
        assert_eq!(dana.get(&path(tile, "contoso")).await.slug(), "not-found", "{tile}");
    }
    for tile in ["0/0", "0/000.p/0", "entries/000.p/1", "x", "9/000"] {
        assert_eq!(dana.get(&path(tile, "contoso")).await.slug(), "malformed", "{tile}");
    }
    assert_eq!(dana.get(&path("0/000.p/1", "nowhere")).await.slug(), "not-found");
    assert_eq!(dana.get(&paths::LOG_TILE.replace("{tile}", "0/000.p/1")).await.slug(), "malformed", "no tenant");
    // Dana is of Contoso alone, Frida of Fabrikam alone.
    let frida = Person::new(&server, "frida", RoleName::Requester);
    assert_eq!(frida.get(&path("0/000.p/1", "contoso")).await.slug(), "not-found");
}
