"""What is worked out once: it is asked for again, not worked out again, and goes with its thing."""

from msgspec.structs import replace

from installed import installed_edition
from modelario.remembering import Once


def test_what_was_found_is_not_worked_out_again():
    once, worked = Once(), []
    for _ in range(2):
        assert once.found("a", lambda: worked.append("a") or len(worked)) == 1
    assert once.found("b", lambda: None) is None
    assert worked == ["a"]


def test_no_more_is_kept_than_was_said():
    once = Once(most=2)
    for key in "abc":
        once.found(key, lambda key=key: key)
    assert once.found("c", lambda: "again") == "c"
    assert once.found("a", lambda: "again") == "again"


def test_another_catalogue_knows_nothing_of_it():
    catalogue = installed_edition().catalogue
    kept = catalogue.once.found(test_no_more_is_kept_than_was_said, object)
    other = replace(catalogue, lists={})
    assert other.once.found(test_no_more_is_kept_than_was_said, object) is not kept
    assert catalogue.once.found(test_no_more_is_kept_than_was_said, object) is kept
