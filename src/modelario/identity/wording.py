"""The English words for every reason of this package; each is a message to translate."""

WORDING: dict[str, str] = {
    # how an id is read
    "prefix_dropped": "The prefix “{prefix}” only names where the model is served.",
    "vendor_dropped": "The prefix “{prefix}” is a name of the lab {lab}.",
    "host_suffix": "The suffix “{suffix}” only names where the model is served.",
    "family_supplied": "The id leaves out “{word}”, the family name at {lab}.",
    "point_supplied": "The version is written without its point; it is {version}.",
    "curated": "By a curated exception the id reads “{reads_as}”: {why}.",
    # why names are one model
    "same_name": "Offerings whose ids say the same: {offerings}.",
    "only_offering": "No other offering has this name.",
    "preview": "“{left_out}” marks a preview, and nobody sells both under two ids.",
    "floating": "“{left_out}” points to the current model, and nobody sells both under two ids.",
    "pinned": "{left_out} is the only dated release of this model that fits its release date.",
    "instruct": "“{left_out}” names the usual edition of the model.",
    "first_version": "Version {left_out} is the only one of this model.",
    "experts": "{left_out} says only how many experts the model has.",
    "active_parameters": "{left_out} says only how many parameters are active.",
    "pin_tells_version": "The dated release already tells the version {left_out}.",
    "pin_tells_size": "The dated release already tells {left_out}.",
    "only_size": "The model comes in one size only, {left_out}.",
    "host_speed": "“{left_out}” is a host's word for how fast it serves the model.",
    "speed": "“{left_out}” says how fast the model is served; its lab sells no such model.",
    "no_thinking": "“{left_out}” switches reasoning off in a model that can reason.",
    "thinking": "“{left_out}” switches reasoning on in a model that can reason.",
    "reasoning_edition": "“{left_out}” switches reasoning on in a model that can reason.",
    "effort": "“{left_out}” sets how long the model may reason.",
    "name_completes": "The display name “{name}” says what the id leaves out.",
    # other decisions
    "router": "No model of its own: {why}.",
    "kept": "Published under this id before; by the rules alone it would be {rules_say}.",
}
