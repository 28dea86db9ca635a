"""A class's day on a real hub: released, fetched, worked, validated, handed in, graded, read. In this order."""

from __future__ import annotations

import json
from typing import Any

import psutil
import pytest

from tests.browser.test_student import CHECKS, Lab, answer
from tests.support.hub import ADA, BOB, CARL, LAB, MAYA, NOTEBOOK, Hub, until
from tests.support.notebooks import ROOT

MISTAKES = {ADA: "wrong/flipped_both.py", BOB: "wrong/kernel_transposed.py"}
MANUAL = "es1_in_words"
WORDS = "A kernel slides over the image; each place is a sum of products."
LOADED = "formgrader.grades?.loaded && formgrader.comments?.loaded"
COMMENT = "Well put; say where the window stops."
pytestmark = pytest.mark.timeout(900)  # a hub, five people, and a browser for each


def test_setting_up_again_changes_nothing(hub: Hub) -> None:
    again = hub.set_up()
    assert "did:" not in again, again


def test_an_instructor_releases_in_formgrader(hub: Hub, chromium: Any) -> None:
    with hub.person(chromium, MAYA) as opened:
        page = opened.page
        hub.lab(page)
        page.goto(f"{hub.address}/hub/home")
        page.get_by_text("Services").click()
        hub.shot(page, "instructor-services")
        page.get_by_role("link", name=hub.settings.course_id).click()
        row = page.locator("tr", has_text=LAB)
        row.wait_for()
        hub.shot(page, "formgrader-before")
        row.locator(".release a").click()
        page.get_by_text("Successfully released").wait_for()
        hub.shot(page, "formgrader-released")
    assert (hub.exchange / "outbound" / LAB / f"{NOTEBOOK}.ipynb").is_file()


@pytest.mark.parametrize("user", [ADA, BOB])
def test_a_student_fetches_works_validates_and_submits(hub: Hub, chromium: Any, user: str) -> None:
    all_cells_on_the_page(hub, user)
    with hub.person(chromium, user) as opened:
        page = opened.page
        hub.lab(page)
        hub.assignments(page)
        page.get_by_role("button", name="Fetch", exact=True).click()
        page.get_by_role("button", name="Submit", exact=True).wait_for()
        hub.shot(page, f"{user}-fetched")
        work(hub, opened, user)
        page.goto(f"{hub.address}/user/{user}/lab?reset")
        hub.lab(page)
        hub.assignments(page)
        page.get_by_role("button", name="Submit", exact=True).click()
        until("a hand-in", lambda: hub.hand_ins(user))
        hub.shot(page, f"{user}-submitted")


def test_who_is_not_in_the_group_sees_no_course(hub: Hub, chromium: Any) -> None:
    with hub.person(chromium, CARL) as opened:
        hub.lab(opened.page)
        hub.assignments(opened.page)
        opened.page.get_by_text("The exchange directory does not exist").first.wait_for()
        hub.shot(opened.page, "carl-sees-no-course")
        assert opened.page.get_by_text(LAB).count() == 0
        opened.page.goto(hub.formgrader)
        opened.page.get_by_text("403").first.wait_for()
        hub.shot(opened.page, "carl-at-formgrader")


def test_the_hub_restarts_and_a_student_notices_nothing(hub: Hub, chromium: Any) -> None:
    with hub.person(chromium, ADA) as opened:
        hub.lab(opened.page)
        before = server_of(ADA)
        assert hub.end("hub") == 0
        hub.start("hub")
        assert server_of(ADA) == before
        opened.page.reload()
        hub.lab(opened.page)
        hub.shot(opened.page, "ada-after-the-restart")


def test_watch_marks_what_was_handed_in(hub: Hub) -> None:
    hub.start("watch")
    for user in (ADA, BOB):
        (hand_in,) = hub.hand_ins(user)
        until(f"{user}'s feedback in the exchange", hub.feedback_of(hand_in).exists)


def test_a_second_hand_in_is_marked_too_and_the_first_page_stays(hub: Hub) -> None:
    (first,) = hub.hand_ins(ADA)
    page = hub.feedback_of(first).read_bytes()
    hub.edit(ADA, MANUAL, WORDS)
    second = hub.submit(ADA)
    until("the second page", hub.feedback_of(second).exists)
    assert hub.feedback_of(first).read_bytes() == page
    assert len(hub.told("graded", student=ADA)) == 2


@pytest.mark.parametrize("user", [ADA, BOB])
def test_students_fetch_feedback_in_jupyterlab_and_see_their_mistake_named(hub: Hub, chromium: Any, user: str) -> None:
    with hub.person(chromium, user) as opened:
        page = opened.page
        fetch_feedback(hub, page, user)
        hub.shot(page, f"{user}-feedback-fetched")
        assert says(user) in shown_feedback(hub, page, user, says(user))
        hub.shot(page, f"{user}-reads-feedback")


def test_a_grade_given_in_formgrader_renews_the_feedback(hub: Hub, chromium: Any) -> None:
    with hub.person(chromium, MAYA) as opened:
        page = opened.page
        hub.lab(page)
        page.goto(hub.formgrader)
        page.get_by_role("link", name="Manual Grading").click()
        page.get_by_role("link", name=LAB).click()
        page.get_by_role("link", name=NOTEBOOK, exact=True).click()
        page.get_by_role("link", name="Submission #1").click()
        score = page.locator(f"#{MANUAL}")
        score.wait_for()
        if WORDS not in page.locator(".nbgrader_cell", has=score).inner_text():
            page.go_back()
            page.get_by_role("link", name="Submission #2").click()
            page.get_by_text(WORDS).wait_for()
        cell = page.locator(".nbgrader_cell", has=score)
        page.wait_for_function(LOADED)  # what is typed before is cleared
        score.fill("2.5")
        page.keyboard.press("Tab")
        cell.locator(".score-saved").wait_for()
        cell.locator("textarea").fill(COMMENT)
        page.keyboard.press("Tab")
        cell.locator(".comment-saved").wait_for()
        hub.shot(page, "instructor-grades-by-hand")
    latest = hub.feedback_of(hub.hand_ins(ADA)[-1])
    until("the comment on ada's page", lambda: COMMENT in latest.read_text(encoding="utf-8"))
    with hub.person(chromium, ADA) as opened:
        fetch_feedback(hub, opened.page, ADA)
        assert COMMENT in shown_feedback(hub, opened.page, ADA, COMMENT)
        hub.shot(opened.page, "ada-reads-the-comment")


def server_of(user: str) -> int:
    """The process of this user's JupyterLab."""
    (found,) = (
        process.pid
        for process in psutil.process_iter(["username", "cmdline"])
        if process.info["username"] == user and "jupyterhub-singleuser" in " ".join(process.info["cmdline"] or ())
    )
    return int(found)


def says(user: str) -> str:
    """What is said of the mistake that is in this student's answer."""
    first = (ROOT / "tests/answers/corr2d" / MISTAKES[user]).read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("# says: ").partition(":")[0]


def fetch_feedback(hub: Hub, page: Any, user: str) -> None:
    """Press the button of the list that opens in JupyterLab, for all hand-ins of the lab."""
    page.wait_for_url("**/lab**")
    page.goto(f"{hub.address}/user/{user}/lab?reset")
    hub.lab(page)
    hub.assignments(page)
    page.get_by_role("button", name="Fetch Feedback").first.click()
    page.get_by_text("(view feedback)").first.wait_for()


def shown_feedback(hub: Hub, page: Any, user: str, shown: str) -> str:
    """The text of the newest page that was fetched, opened in JupyterLab at what should be `shown`."""
    newest = max((hub.home(user) / LAB / "feedback").glob(f"*/{NOTEBOOK}.html"))
    page.goto(f"{hub.address}/user/{user}/lab/tree/{newest.relative_to(hub.home(user))}?reset")
    frame = page.frame_locator(".jp-HTMLViewer iframe")
    frame.locator("h1").first.wait_for()
    frame.get_by_text(shown).first.scroll_into_view_if_needed()
    return str(frame.locator("body").inner_text())


def all_cells_on_the_page(hub: Hub, user: str) -> None:
    """JupyterLab draws only the cells in sight; the test looks at all of them."""
    folder = ".jupyter/lab/user-settings/@jupyterlab/notebook-extension"
    settings = json.dumps({"windowingMode": "none"})
    write = f"mkdir -p {folder} && echo '{settings}' >{folder}/tracker.jupyterlab-settings"
    assert hub.run_as(user, "sh", "-c", write).returncode == 0


def work(hub: Hub, opened: Any, user: str) -> None:
    """Write a wrong answer into the first exercise, see its check fail, validate, and save."""
    file = hub.home(user) / LAB / f"{NOTEBOOK}.ipynb"
    lab = Lab(opened, f"{hub.address}/user/{user}/lab?", file)
    lab.run_all()
    lab.write("corr2d", answer(MISTAKES[user]))
    lab.run(["corr2d", *CHECKS])
    assert lab.errors(CHECKS)[0]
    hub.shot(opened.page, f"{user}-works")
    lab.save()
    opened.page.get_by_role("button", name="Validate").first.click()
    opened.page.locator(".jp-Dialog", has_text="Validation Results").wait_for()
    hub.shot(opened.page, f"{user}-validates")
    opened.page.locator(".jp-Dialog").get_by_role("button", name="Ok").click()
