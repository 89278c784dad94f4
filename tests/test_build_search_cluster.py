"""The OpenSearch engine against a server that imitates one: what it asks, changes, failures."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from compendium_build.search import Request, build_index, open_index, search
from compendium_build.search.engine import DamagedIndex
from compendium_build.search.opensearch_engine import NoServer, OpenSearchEngine
from tests.fake_opensearch import Cluster, serving
from tests.search_samples import ACTS, ANY_DAY, FILES, catalog_of, files_of, found, make_act, oracle


@pytest.fixture
def cluster() -> Cluster:
    return Cluster()


@pytest.fixture
def engine(cluster: Cluster) -> Iterator[OpenSearchEngine]:
    with serving(cluster) as url:
        yield OpenSearchEngine(url, "fagui")


def test_a_fresh_index_takes_the_alias_when_it_is_whole(
    tmp_path: Path, cluster: Cluster, engine: OpenSearchEngine
) -> None:
    folder = tmp_path / "index"
    build_index(catalog_of(files_of(*ACTS[:2])), folder, engine=engine)
    (first,) = cluster.aliases["fagui"]
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"building":"', '"building":"0'))
    build_index(catalog_of(files_of(*ACTS[:3])), folder, engine=engine)
    (second,) = cluster.aliases["fagui"]
    assert first != second
    assert cluster.asked.index(("POST", f"/{second}/_refresh")) < len(cluster.asked) - 1
    assert cluster.asked[-1] == ("POST", "/_aliases")


def test_readers_go_on_while_a_version_is_replaced(
    tmp_path: Path, cluster: Cluster, engine: OpenSearchEngine
) -> None:
    folder = tmp_path / "index"
    build_index(catalog_of(FILES), folder, engine=engine)
    with closing(open_index(folder, engine)) as before:
        changed = FILES | files_of(make_act("fagui-0", date(2001, 3, 1), 99))
        report = build_index(catalog_of(changed), folder, engine=engine)
        assert (report.built, report.kept) == (1, len(FILES) - 1)
        assert found(before, "的") == oracle(catalog_of(FILES), "的")
    with closing(open_index(folder, engine)) as after:
        assert found(after, "的") == oracle(catalog_of(changed), "的")
        assert after.reader.count() < len(cluster.seen[next(iter(cluster.indices))])
    build_index(catalog_of(FILES), folder, engine=engine)
    with closing(open_index(folder, engine)) as again:
        assert found(again, "的") == oracle(catalog_of(FILES), "的")
    assert len(cluster.indices) == 1


def test_a_load_that_dies_leaves_what_was_there(
    tmp_path: Path, cluster: Cluster, engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    build_index(catalog_of(files_of(*ACTS[:2])), folder, engine=engine)

    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("compendium_build.search.opensearch_engine.OpenSearchWriter.commit", fail)
        with pytest.raises(KeyboardInterrupt):
            build_index(catalog_of(files_of(*ACTS[:4])), folder, engine=engine)
    with closing(open_index(folder, engine)) as index:
        assert {
            hit.act.work for hit in search(index, Request(query="的", day=ANY_DAY, all_versions=True)).hits
        } <= {act.work for act in ACTS[:2]}
    build_index(catalog_of(files_of(*ACTS[1:3])), folder, engine=engine)
    with closing(open_index(folder, engine)) as index:
        assert found(index, "的") == oracle(catalog_of(files_of(*ACTS[1:3])), "的")


def test_many_hits_come_page_by_page(
    tmp_path: Path, engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("compendium_build.search.opensearch_engine._PAGE", 7)
    folder = tmp_path / "index"
    build_index(catalog_of(FILES), folder, engine=engine)
    with closing(open_index(folder, engine)) as index:
        for query in ("的", "应当 近/5 可以"):
            assert found(index, query) == oracle(catalog_of(FILES), query)


def test_what_is_wrong_is_said(tmp_path: Path, cluster: Cluster, engine: OpenSearchEngine) -> None:
    with pytest.raises(NoServer, match="检索服务器不可用：没有写明地址"):
        build_index(catalog_of({}), tmp_path / "none", engine=OpenSearchEngine(" "))
    folder = tmp_path / "index"
    build_index(catalog_of(files_of(*ACTS[:2])), folder, engine=engine)
    index = open_index(folder, engine)
    cluster.down = True
    with pytest.raises(NoServer, match="检索服务器不可用"):
        search(index, Request(query="的", day=ANY_DAY))
    with pytest.raises(NoServer, match="检索服务器不可用"):
        open_index(folder, engine)
    cluster.down = False
    cluster.indices.clear()
    with pytest.raises(DamagedIndex):
        open_index(folder, engine)
