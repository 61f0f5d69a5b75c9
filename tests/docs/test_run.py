"""What `tests/docs/run --check` finds in the blocks of a page."""

import importlib.machinery
import importlib.util
import tempfile
import unittest
from pathlib import Path
from unittest import mock

LOADER = importlib.machinery.SourceFileLoader("run", str(Path(__file__).with_name("run")))
run = importlib.util.module_from_spec(importlib.util.spec_from_loader("run", LOADER))
LOADER.exec_module(run)

SCRIPT = """#!/usr/bin/env bash
# scripts/late is what this does not run, nor `network remove`.
NODE=$TARGET/release/gridforge-node
"$ROOT/scripts/run" --once || fail "scripts/other failed"
network start --validators 2
"$NODE" key insert --suri //Alice
"$TARGET/release/gridforge" --url "$(url)" --json simulate
"""
JAVASCRIPT = """import { ask } from "./gridforge.mjs";
// It does not ask("status").
ask(`audit --from 1 --to ${last}`);
"""


class CommandsTest(unittest.TestCase):
    def test_programs_with_their_subcommands(self):
        block = """# first
gridforge --json audit --from 1 \\
    --to 2 && sudo systemctl enable x | npx papi add # and so on
scripts/chaos --faults upgrade --upgrade-wasm "$(scripts/next-runtime)"
SKIP_WASM_BUILD=1 cargo test
"""
        self.assertEqual(list(run.commands(block)), [
            ("gridforge", "audit"), ("systemctl", "enable"), ("papi", "add"), ("scripts/chaos", None),
            ("scripts/next-runtime", None), ("cargo", "test"),
        ])


class FencesTest(unittest.TestCase):
    def test_the_language_is_the_first_word(self):
        self.assertEqual([language for _, language, _ in run.fences("```rust,ignore\n```\n```sh\n```\n")], ["rust", "sh"])


class PagesTest(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = Path(place.name)
        root = mock.patch.object(run, "ROOT", self.place)
        root.start()
        self.addCleanup(root.stop)
        (self.place / "script").write_text(SCRIPT)
        (self.place / "test.mjs").write_text(JAVASCRIPT)

    def wrong(self, text):
        page = self.place / "page.md"
        page.write_text(text)
        return list(run.wrong_blocks(page))

    def run_by(self, files, *commands):
        block = "\n".join(commands)
        return self.wrong(f"# Page\n\n<!-- tests/docs: run by {files} -->\n```sh\n{block}\n```\n")

    def test_commands_that_the_files_run(self):
        commands = ("scripts/run", "scripts/network start", "gridforge-node key insert", "gridforge simulate", "gridforge audit")
        self.assertEqual(self.run_by("script test.mjs", *commands), [])

    def test_commands_that_they_do_not_run(self):
        for command in ("scripts/late", "scripts/other", "scripts/network remove", "scripts/network insert", "gridforge-node simulate",
                        "gridforge key", "gridforge status"):
            with self.subTest(command):
                self.assertEqual(len(self.run_by("script test.mjs", command)), 1)

    def test_a_file_that_is_not_there(self):
        self.assertEqual(self.run_by("script none", "scripts/run"), ["page.md:4: there is no none"])

    def test_pages_are_those_of_docs_and_the_readmes(self):
        names = ["README.md", "docs/a.md", "docs/b/c.md", "pallets/README.md", "pallets/x/README.md"]
        for name in [*names, "pallets/x/NOTES.md", "pallets/x/node_modules/y/README.md", "target/README.md"]:
            (self.place / name).parent.mkdir(parents=True, exist_ok=True)
            (self.place / name).touch()
        with mock.patch.object(run, "DOCS", self.place / "docs"):
            self.assertEqual([run.name(page) for page in run.pages()], names)

    def test_blocks_of_other_languages_are_not_run(self):
        self.assertEqual(list(run.shell_blocks("```nft\ntable inet validator\n```\n")), [])

    def test_a_page_runs_its_own_blocks(self):
        (self.place / "other.md").write_text(
            "```sh\nscripts/run\n```\n\n<!-- tests/docs: run by script -->\n```sh\nscripts/late\n```\n"
        )
        self.assertEqual(self.run_by("other.md", "scripts/run"), [])
        self.assertEqual(len(self.run_by("other.md", "scripts/late")), 1)

    def test_commands_outside_of_shell_blocks(self):
        for command in ("$ anything", "gridforge-ramp init", "  scripts/run  # says", "cargo build", "./tests/docs/run"):
            with self.subTest(command):
                self.assertEqual(len(self.wrong(f"```text\n{command}\n```\n")), 1)
        self.assertEqual(self.wrong("```text\nthe scripts/run says\nkeys: 4\n```\n"), [])

    def test_comments_that_say_nothing(self):
        block = "```sh\nscripts/run\n```\n"
        self.assertEqual(self.wrong(f"<!-- tests/docs: not run: it needs a lake -->\n{block}"), [])
        for comment in ("not run: it needs a lake -->\n", "not run: -->", "run by -->", "left out: it needs a lake -->"):
            with self.subTest(comment):
                self.assertEqual(len(self.wrong(f"<!-- tests/docs: {comment}\n{block}")), 1)

    def test_few_blocks_are_not_run(self):
        text = "<!-- tests/docs: not run: it needs a lake -->\n```sh\nswim\n```\n"
        page = self.place / "page.md"
        with mock.patch.object(run, "pages", lambda: [page]):
            page.write_text(text * run.MOST_NOT_RUN)
            self.assertEqual(run.too_many_not_run(), [])
            page.write_text(text * (run.MOST_NOT_RUN + 1))
            self.assertEqual(len(run.too_many_not_run()), run.MOST_NOT_RUN + 1)


if __name__ == "__main__":
    unittest.main()
