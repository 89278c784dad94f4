"""What is withdrawn: the plan with all that has to do with it, and the record that stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from compendium.akn import write_act
from compendium.editing.withdrawing import NotWithdrawn, Why, WithdrawalPlan, plan_withdrawal
from compendium.law.act import Event
from compendium.law.changes import Change, ModType
from compendium.law.kinds import EventKind
from compendium.law.names import expression_path
from compendium.library.catalog import UnknownWork, WithdrawnWork, load_catalog
from compendium.library.moved import NOTHING_MOVED, Move, Moves
from compendium.library.withdrawn import (
    WITHDRAWN_FILE,
    Withdrawals,
    load_withdrawals,
    withdrawn_text,
)
from compendium.system.toml_table import BadConfig
from tests.web_acts import decision, fire, old, port
from tests.web_samples import MemoryFiles, catalog_of, corpus

WHY = Why("误收“草案”。", "市司法局通知", date(2026, 12, 1))
FIRE = "difangxing-fagui/xiaofang-tiaoli"


def planned(name: str, day: date | None = None, files: MemoryFiles | None = None) -> WithdrawalPlan:
    catalog = catalog_of(files or corpus())
    work = catalog.find(name)
    facts = next((each for each in work.expressions if each.date == day), None)
    return plan_withdrawal(catalog, work, facts, WHY)


def after(plan: WithdrawalPlan, files: MemoryFiles) -> MemoryFiles:
    contents = {**files.contents, **{path: data for path, data in plan.files.items() if data}}
    gone = {path for path, data in plan.files.items() if data is None}
    return MemoryFiles({path: data for path, data in contents.items() if path not in gone}, [])


def test_a_version_goes_with_its_translation_and_leaves_a_record() -> None:
    plan = planned("海浦市消防条例", date(2024, 11, 1))
    assert sorted(path for path, data in plan.files.items() if data is None) == [
        f"{FIRE}/2024-11-01.en.xml",
        f"{FIRE}/2024-11-01.xml",
    ]
    (record,) = load_withdrawals(plan.files[WITHDRAWN_FILE] or b"").items
    assert record == plan.record
    assert record.place == f"{FIRE}/2024-11-01"
    assert record.names == ("2024-11-01", "2024-11-01.en")
    assert (
        record.words == "《海浦市消防条例》2024-11-01 的版本已于2026年12月1日撤下：误收“草案”（市司法局通知）"
    )


def test_a_work_goes_with_all_of_its_folder() -> None:
    files = corpus()
    plan = planned("标准", files=files)
    folder = "xingzheng-guifanxing-wenjian/biaozhun-tongzhi/"
    gone = {path for path, data in plan.files.items() if data is None}
    assert gone == {path for path in files.contents if path.startswith(folder)}
    assert f"{folder}media/dot.png" in gone


def test_only_the_pictures_that_nothing_shows_any_more_go_with_a_version() -> None:
    files = corpus()
    tables = catalog_of(files).find("标准")
    act = catalog_of(files).act(tables.expressions[-1])
    bare = replace(act, date=date(2030, 1, 1), attachments=(), body=port().body)
    files.contents[expression_path(bare.work, "zho", bare.date)] = write_act(bare)
    plan = planned("标准", act.date, files)
    assert f"{tables.folder}/media/dot.png" in plan.files
    files.contents[expression_path(bare.work, "zho", bare.date)] = write_act(replace(act, date=bare.date))
    assert f"{tables.folder}/media/dot.png" not in planned("标准", act.date, files).files


def test_what_was_withdrawn_is_told_by_name_until_it_is_there_again() -> None:
    files = corpus()
    plan = planned("港口条例", files=files)
    gone = after(plan, files)
    catalog = load_catalog(gone)
    for name in ("港口条例", "海浦市港口条例", "gangkou-tiaoli", plan.record.work):
        with pytest.raises(WithdrawnWork, match="已于2026年12月1日撤下"):
            catalog.find(name)
    with pytest.raises(UnknownWork, match="没有“渡口条例”"):
        catalog.find("渡口条例")
    assert list(catalog.withdrawn) == ["difangxing-fagui/gangkou-tiaoli"]
    back = port()
    gone.contents[expression_path(back.work, "zho", back.date)] = write_act(back)
    assert load_catalog(gone).withdrawn == {}
    assert load_catalog(gone).find("港口条例").folder == plan.record.folder


def test_the_only_version_can_only_go_as_the_work() -> None:
    with pytest.raises(NotWithdrawn, match="撤下整部法规"):
        planned("港口条例", port().date)


def test_acts_that_cite_it_are_told_and_stop_nothing() -> None:
    plan = planned("港口条例")
    assert plan.built == ()
    assert {each.reason for each in plan.dependents} == {"引用它"}
    assert {each.facts.title for each in plan.dependents} == {
        "海浦市消防条例",
        "关于印发排放标准的通知",
    }


def test_a_version_made_from_it_and_its_decision_stand_in_the_way() -> None:
    changed = Change(
        type=ModType.SUBSTITUTION,
        decision=decision().work,
        decided=date(2024, 9, 27),
        modification="mod_1",
        eid="art_3",
        before=fire(1).date,
        was=("art_3",),
    )
    files = corpus([fire(0), fire(1), replace(fire(2), changes=(changed,)), decision()])
    before = planned("海浦市消防条例", fire(1).date, files)
    assert [each.reason for each in before.built] == ["据它修改而成"]
    made = planned("海浦市消防条例", fire(2).date, files)
    assert [(each.facts.work, each.reason) for each in made.built] == [
        (decision().work, "这件决定据以作了所撤下的文本")
    ]
    of_decision = planned(decision().work, files=files)
    assert {each.reason for each in of_decision.built} == {"据它修改而成"}
    assert planned("海浦市消防条例", fire(0).date, files).built == ()


def test_a_decision_in_the_history_of_a_version_will_count_as_not_carried_out() -> None:
    plan = planned("海浦市消防条例", fire(2).date)
    assert [each.reason for each in plan.dependents] == ["题注记有这件决定，撤下以后它算作还没有执行"]
    assert plan.built == ()


def test_what_was_recorded_by_an_act_stands_in_its_way() -> None:
    ended = replace(
        old(),
        events=(
            *old().events,
            Event(kind=EventKind.SUSPENSION, date=date(2026, 1, 1), decision="海浦市港口条例"),
        ),
    )
    files = corpus([port(), ended])
    assert [each.reason for each in planned("港口条例", files=files).built] == ["暂停施行是据它记载的"]


def test_tables_of_staff_that_name_it_must_be_put_right_first() -> None:
    files = corpus()
    files.contents["standards.toml"] = (
        '[[standard]]\nnumber = "GB 1"\ntitle = "标准"\nlink = "https://example.cn"\n'
        'regulations = ["海浦市港口条例"]\n'
    ).encode()
    with pytest.raises(NotWithdrawn, match=r"standards\.toml"):
        planned("港口条例", files=files)


def test_the_file_keeps_every_word_and_the_last_record_of_a_place_counts() -> None:
    first = planned("港口条例").record
    odd = replace(first, reason='甲"乙\\丙\t丁\n戊', source="", since=date(2027, 1, 1))
    held = load_withdrawals(withdrawn_text(Withdrawals((first, odd))))
    assert held.items == (first, odd)
    assert held.now((), NOTHING_MOVED) == {first.place: odd}
    moves = Moves((Move(first.place, "difangxing-fagui/matou-tiaoli", date(2027, 2, 1)),))
    assert list(held.now((), moves)) == ["difangxing-fagui/matou-tiaoli"]
    assert held.now(("difangxing-fagui/matou-tiaoli",), moves) == {}


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("place", '"../x"', "不合格式"),
        ("place", '"difangxing-fagui/a/2026-02-30"', "日期不存在"),
        ("work", '"甲"', "不是有效的法规地址"),
        ("since", '"昨天"', "应当是日期"),
        ("names", '["甲"]', "不合格式"),
        ("reason", '""', "必须填写"),
        ("more", '""', "不认识"),
    ],
)
def test_a_record_that_is_wrong_is_refused_with_its_line(key: str, value: str, told: str) -> None:
    lines = withdrawn_text(Withdrawals((planned("港口条例").record,))).decode().splitlines()
    kept = [line for line in lines if not line.startswith(f"{key} = ")]
    with pytest.raises(BadConfig, match=told) as caught:
        load_withdrawals("\n".join([*kept, f"{key} = {value}", ""]).encode())
    assert str(caught.value).startswith("withdrawn.toml:")
