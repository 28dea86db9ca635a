"""A class's day on a real hub: released, fetched, worked, validated, handed in, graded, read. In this order."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.browser.test_student import CHECKS, Lab, answer
from tests.support.hub import ADA, BOB, CARL, LAB, MAYA, NOTEBOOK, Hub, until

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
        until("a hand-in", lambda: hand_ins(hub, user))
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
    lab.write("corr2d", answer("wrong/flipped_both.py" if user == ADA else "wrong/kernel_transposed.py"))
    lab.run(["corr2d", *CHECKS])
    assert lab.errors(CHECKS)[0]
    hub.shot(opened.page, f"{user}-works")
    lab.save()
    opened.page.get_by_role("button", name="Validate").first.click()
    opened.page.locator(".jp-Dialog", has_text="Validation Results").wait_for()
    hub.shot(opened.page, f"{user}-validates")
    opened.page.locator(".jp-Dialog").get_by_role("button", name="Ok").click()


def hand_ins(hub: Hub, user: str) -> list[str]:
    """The folders of a student's hand-ins, the first one first."""
    return sorted(path.name for path in (hub.exchange / "inbound").iterdir() if path.name.startswith(f"{user}+"))
