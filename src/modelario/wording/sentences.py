"""The sentences of reasons, by code."""

from collections.abc import Mapping
from functools import cache

from modelario.identity.reasons import identity_sentences

#: Sentences for the codes of :class:`~modelario.records.Reason`.
_SENTENCES: Mapping[str, str] = {
    # why something of upstream's was set aside
    "unreadable": "It cannot be read: {detail}",
    "no_object": "{value} is no object",
    "no_models": "{value} is no provider with models",
    "no_list": "{value} is no list that can be read",
    "no_text": "{value} is no text",
    "no_number": "{value} is no number that can be",
    "no_flag": "{value} is neither yes nor no",
    "no_address": "{value} is no https address",
    "no_result": "It is no benchmark result",
    "too_large": "It holds more than {most} bytes",
    "too_many": "It lists more than {most} things",
    "too_long": "It has more than {most} characters",
    "id_unprintable": "The id is empty or holds characters that cannot be shown",
    "id_too_long": "The id is longer than {most} characters",
    "id_leads_away": "The id holds a backslash, an empty part, . or .., and can have no address",
    "id_clashes": "The id differs from {id} only by capitals",
    "too_many_objects": "It holds more than {most} objects and lists",
    "stands_twice": "It stands twice; the last one counts",
    "no_price": "{value} is no price in USD per 1M tokens",
    "no_tier": "It is no price tier by context size",
    "no_mode": "Its name is none that a mode can have",
    "no_tokens": "{value} is no number of tokens",
    "no_date": "“{value}” is no date",
    # first requests
    "start_kind": "There is no example for this kind of model",
    "start_package": "No package is stated whose way to call it is known",
    "start_address": "No address is stated at which it can be called",
    "start_key": "No variable for the key is stated that a shell could hold",
    # facts, prices and scores
    "unknown": "Unknown",
    "declared": "Declared",
    "declared_absent": "Declared as not supported",
    "tokens_on_scale": "{tokens} tokens, on a logarithmic scale from {low} to {high}",
    "tokens_against_least": "{tokens} tokens, where {least} are needed",
    "provider_count": "Providers: {count}",
    "blended_price": "{price} blended per 1M tokens, on a logarithmic scale",
    "cache_price": "Cached input costs {price} per 1M tokens",
    "no_cache_price": "No price for cached input is published",
    "published_prices": "Offerings with a published price per token: {count}",
    "no_published_price": "No offering publishes a price per token",
    "full_window_prices": "Offerings with a price for the full window: {count}",
    "no_full_window_price": "No offering publishes a price for the full window",
    "finding_count": "Fields on which offerings disagree: {count}",
    "official": "Released by {lab} itself",
    "derivative": "A derivative of another lab's model",
    "recommended_lab": "{lab}'s own price",
    "recommended_cheapest_full_context": (
        "The cheapest price for the full context window; prices compared: {offers}"
    ),
    "cheapest_month": "The lowest cost for your workload; published prices compared: {offers}",
    "cheapest_blended": "The lowest blended price; published prices compared: {offers}",
    "recommended_there": (
        "The cheapest price at the chosen providers, none of which is known to serve the full "
        "context window"
    ),
    "far_below_own": (
        "{price} per 1M tokens is far below what the same provider asks otherwise ({peers}); it is "
        "not believed"
    ),
    "far_below_peers": (
        "{price} per 1M tokens is far below what others ask ({peers}); it is not believed until "
        "another source agrees"
    ),
    "plan_only": "It is part of a plan; no request is billed by the token there",
    "only_doubted_prices": "No published price can be believed, so none is recommended",
    "kind_named": "It is called “{word}”",
    "kind_writes": "It writes {modality}",
    "kind_reads": "It reads {modality} and nothing else",
    "kind_reads_no_text": "It reads no text",
    "kind_writes_no_text": "It writes no text, and nothing says what it makes",
    "kind_no_output_price": "Its prices ask for input alone",
    "step_days": "{days} days",
    "step_factor": "A factor of {factor}",
    "step_modality": "One modality more or less",
    "step_flag": "Yes instead of no, which counts {steps}",
    "kind_text": "It reads and writes text, and nothing says that it does another job",
    "widely_served": (
        "Released in the last {days} days and served by more providers ({count}) than most; "
        "nothing of another lab is nearer"
    ),
    "no_full_context_price": (
        "No offering with a published price is known to serve the full context window of {tokens} "
        "tokens, so none is recommended"
    ),
    "only_deprecated_prices": (
        "Every offering with a published price is about to be withdrawn, so none is recommended"
    ),
    "believed_lab": "Stated by the lab's own provider, {provider}",
    "believed_metadata": "Stated by models.dev's record of the model",
    "believed_majority": "Stated by {agreeing} of {stating} offerings",
    "nobody_states": "Nobody states it for the plain model",
    "median_price": "The median of the published prices",
    # what becomes of what witnesses say
    "upstream_is_shown": "What models.dev says is shown; witnesses are compared with it",
    "no_price_upstream": "models.dev has no price there: it takes part in no comparison",
    "no_price_per_token": "It is free, local or part of a plan there",
    "of_another_price": "Its standard price is another one, and so are its discounts",
    "split_by_kind": "It has this price for pictures or sound alone, and another for text",
    "other_sizes": "models.dev has other prompt sizes from which prices change",
    "implausible": "It is too far from the standard price to be one",
    "witnesses_contradict": "Second sources contradict each other about it",
    "same_capabilities": "Same capabilities",
    "capabilities_gained": "Adds {gained}",
    "capabilities_lost": "Lacks {lost}",
    "same_price": "Same price",
    "since_announced": "{provider} names it as what follows, says {source}",
    "since_family": "The newest of the family {family}",
    "since_alike": "Most like it of what stays",
    "since_line": "The newest of the family {family} in this size; it lacks nothing",
    "since_no_dearer": "Newer, by {lab} too, in this size; it costs no more and lacks nothing",
    "same_price_month": "The same cost for your workload",
    "nearly_same_price_month": "Nearly the same cost for your workload",
    "nearly_same_price": "Nearly the same price",
    "pick_cheapest": "The cheapest of those that meet every requirement ({count}): {price}",
    "pick_dearer": "{price}, {percent} more than the cheapest that meets every requirement",
    "pick_barely_dearer": (
        "{price}, less than {percent} more than the cheapest that meets every requirement"
    ),
    "pick_score": "{points} of 100 in the fit score “{score}”",
    "pick_benchmark": "{score} in {benchmark}, as upstream quotes it",
    "pick_other_offering": "Its cheapest offering that meets what the recommended one does not",
    "pick_loosened": (
        "Without “{requirement}”: {count} more, the best of them {name} at {price} with {has}"
    ),
    "cheaper": "{percent} cheaper",
    "cheaper_month": "{percent} cheaper for your workload",
    "dearer_month": "{percent} more expensive for your workload",
    "dearer": "{percent} more expensive",
    "twice_the_context": "Twice the context: {tokens} tokens",
    "larger_context": "Larger context: {tokens} tokens",
    "smaller_context": "Smaller context: {tokens} tokens",
    "open_weights": "Open weights",
    "page_fails": "Its page {page} cannot be drawn ({error})",
    "page_too_slow": "Its page {page} takes more than {seconds} s",
    "page_too_large": "Its page {page} would weigh more than {megabytes} MB",
    "trial_fails": "The catalogue cannot be built with it ({error})",
    "trial_too_slow": "The catalogue takes more than {seconds} s with it",
    "trial_too_large": "The catalogue takes more than {megabytes} MB of memory with it",
    "trial_died": "The system ends whoever builds the catalogue with it",
    "stands_in": "The store cannot be read just now: this is the data that came with the "
    "installation",
    "day_ahead": "The data claims to be of {as_of}, which has yet to come: 'modelario mend' puts "
    "that right, or this machine's clock is wrong",
    "head_passed_over": "Snapshot {seq} cannot be served ({cause}): this is one before it",
    "witnesses_passed_over": "What witnesses say cannot be used ({cause}), and is left out",
    "store_replaced": "Another store stands where the store was, and is read now",
    "store_went_back": "The store went back from snapshot {seq}: a copy was laid over it",
    "database_damaged": "The database is damaged: {message}",
    "row_without_target": "A row of {table} refers to one that is gone",
    "dictionary_edited": "The dictionary that all documents are packed with was edited",
    "document_edited": "Document {digest} was edited",
    "document_missing": "Document {digest} is missing",
    "snapshot_missing": "Snapshot {seq} is missing",
    "chain_broken": "Snapshot {seq} does not follow the one before it",
    "snapshot_edited": "Snapshot {seq} of {as_of} was edited",
    "derived_edited": "What was derived from snapshot {seq} of {as_of} was edited",
    "rows_without_snapshot": "Rows name snapshot {seq}, which does not exist",
    "rows_unreadable": "What '{what}' looks at cannot be read: {message}",
    "schema_changed": "The schema was changed: {what}",
    "value_misshapen": "{column} of {table} holds a value of another make than ours",
    "attempt_missing": "Attempt {number} is missing",
    "attempt_edited": "Attempt {number} of {at} was edited",
    "snapshot_gone": "Attempt {number} brought snapshot {seq}, which is gone",
    "head_unknown": "The history never had the head {head}: it was rolled back or written anew",
    "head_unsigned": "The head {head} was not signed with the key of this store",
    "snapshot_untold": "No attempt tells of snapshot {seq}",
    "hearing_missing": "Hearing {hearing} is missing",
    "hearing_edited": "Hearing {hearing} of {as_of}, or its document, was edited",
    "hearing_gone": "Attempt {number} brought hearing {hearing}, which is gone",
    "hearing_untold": "No attempt tells of hearing {hearing}",
    # what a cost assumes
    "assumed_price": "No price for {field} is known: charged as {instead}",
    "assumed_standard": "No price for the mode “{mode}” is known: it is the standard one",
    "assumed_any_region": "No price for the region “{region}” is known: it is the usual one",
    "assumed_own_region": "It is served in the region “{own}”, and not in “{region}”",
    "assumed_usual_hours": "Its price depends on the hour: it is that of most hours",
    # what could be where something cannot be meant
    "expected_whole": "a whole number from {from_} to {to}, such as 5000, 200k or 1e6",
    "expected_number": "a number",
    "expected_choice": "one of {choices}",
    "expected_known": "a name or an id that the catalogue knows",
    "expected_date": "a date such as 2026-05 or 2026-05-31",
    "expected_day": "a day such as 2026-05-31",
    "expected_before": "a day that is not after {day}",
    "expected_moment": "a moment such as {example}",
    "expected_work": "a workload such as {example}, also with {parts}, or one of {choices}",
    "expected_work_number": "{part} as a whole number from {from_} to {to}",
    "expected_work_choice": "{part} as one of {choices}",
    "expected_part": "a part that makes no more than 100% with the others",
    # why a price differs between two days
    "came_since": "It was not in the catalogue yet",
    "left_since": "It has left the catalogue",
    "priced_since": "Nobody had a price for it yet that could be named",
    "unpriced_since": "Nobody has a price for it any more that can be named",
    "other_provider": "{later} is named instead of {earlier}",
    "other_offering": "{provider} is named with {later} instead of {earlier}",
    "provider_came": "{provider} has come with a price since",
    "provider_left": "{provider} no longer has a price",
    "price_moved": "{provider} changed its price for {field}: {was} → {price}",
    "price_told": "{provider} published a price for {field}: {price}",
    "price_untold": "{provider} no longer publishes its price for {field}: it was {price}",
    "billed_otherwise": "The usual prices are the same: a tier or a condition differs",
    # how the parts of scores are earned
    "rule_flag": "All points where it is declared",
    "rule_tokens_log": "Logarithmic from {low} tokens to {high}",
    "rule_tokens_two_logs": (
        "Logarithmic from {low} tokens to {middle}, worth {middle_share} of the points, and on "
        "to {high}"
    ),
    "rule_tokens_at_least": "All points from {least} tokens on",
    "rule_accepts_input": "All points where it is declared",
    "rule_provider_count": "In proportion to the number of providers, all points from {enough} on",
    "rule_price_log": (
        "The cheaper the recommended blended price, the more: logarithmic from {low} to {high} USD "
        "per 1M tokens"
    ),
    "rule_cache_price": "All points where the recommended offering has a price for cached input",
    "rule_published_price": "All points where a price per token is published",
    "rule_full_window_price": "All points where a price for the full context window is published",
    "rule_no_findings": (
        "All points, less {each_share} of them for each field on which offerings disagree"
    ),
    "rule_official": "All points for a lab's own model",
}


@cache
def sentences() -> Mapping[str, str]:
    return {**_SENTENCES, **identity_sentences()}
