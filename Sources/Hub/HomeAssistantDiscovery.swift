import Domain

/// The one message that makes the box a device of Home Assistant (device-based discovery, 2024.12 and later).
///
/// Keys are abbreviated as Home Assistant's documentation lists them. It rejects the whole message for an unknown key at
/// the root, in `dev` or in `o`.
package struct HomeAssistantDiscovery {
  private let topics: Topics
  private let info: BoxInfo

  package init(topics: Topics, info: BoxInfo) {
    self.topics = topics
    self.info = info
  }

  /// Retained, so that a Home Assistant that starts later finds it too.
  package var publication: Publication {
    Publication(topic: topics.homeAssistantDiscovery, payload: message.bytes, retained: true)
  }

  var message: JSONValue {
    [
      "dev": [
        "ids": [.string(identity)], "name": "Moodbox", "mf": "Moodbox", "mdl": .string(info.board),
        "sw": .string(info.version),
      ],
      "o": ["name": "moodbox", "sw": .string(info.version)],
      "avty_t": .string(topics.availability),
      "qos": 1,
      "cmps": .object(components),
    ]
  }

  private var identity: String { "moodbox_\(topics.box)" }

  private var components: [String: JSONValue] {
    var components = [
      "emotion": component(
        "sensor", "emotion", "Emotion",
        [
          "dev_cla": "enum", "ops": .array(Emotion.allCases.map { .string($0.name) }), "stat_t": state("mood"),
          "val_tpl": unlessEmpty("value_json.emotion"), "json_attr_t": state("mood"),
          "json_attr_tpl": "{{ value_json | tojson if value_json is defined else '{}' }}",
        ]),
      "confidence": component(
        "sensor", "confidence", "Confidence",
        [
          "unit_of_meas": "%", "stat_cla": "measurement", "stat_t": state("mood"),
          "val_tpl": unlessEmpty("(value_json.confidence * 100) | round(0)"),
        ]),
      "track": component(
        "sensor", "track", "Track",
        ["stat_t": state("player"), "val_tpl": "{{ value_json.track.title[:255] if value_json.track else None }}"]),
      "state": component(
        "sensor", "state", "State",
        [
          "dev_cla": "enum", "stat_t": state("player"), "val_tpl": "{{ value_json.state }}",
          "ops": ["stopped", "playing", "paused"],
        ]),
      "events": component(
        "event", "events", "Events",
        ["event_types": .array(HubEvent.types.map { .string($0) }), "stat_t": state("event")]),
      "volume": component(
        "number", "volume", "Volume",
        [
          "min": 0, "max": 100, "step": 1, "cmd_t": command(.volume), "stat_t": state("player"),
          "val_tpl": "{{ value_json.volume }}",
        ]),
      "mute": component(
        "switch", "mute", "Mute",
        [
          "cmd_t": command(.mute), "stat_t": state("player"), "pl_on": "on", "pl_off": "off",
          "val_tpl": "{{ 'on' if value_json.muted else 'off' }}",
        ]),
      // Turning it off is answered with its true state: only the box's own button does that.
      "privacy": component(
        "switch", "privacy", "Privacy",
        ["cmd_t": command(.privacy), "stat_t": state("privacy/state"), "pl_on": "on", "pl_off": "off"]),
    ]
    for (entity, name) in [
      (Entity.look, "Look"), (.play, "Play"), (.next, "Next"), (.previous, "Previous"), (.pause, "Pause"),
      (.resume, "Resume"), (.stop, "Stop"),
    ] {
      components[entity.rawValue] = component(
        "button", entity.rawValue, name, ["cmd_t": command(entity), "pl_prs": "press"])
    }
    return components
  }

  private func component(
    _ platform: String, _ key: String, _ name: String, _ members: [String: JSONValue]
  ) -> JSONValue {
    .object(
      members.merging([
        "p": .string(platform), "uniq_id": .string("\(identity)_\(key)"), "name": .string(name),
        "def_ent_id": .string("\(platform).moodbox_\(key)"),
      ]) { $1 })
  }

  private func state(_ name: String) -> JSONValue { .string(topics[name]) }

  private func command(_ entity: Entity) -> JSONValue { .string(topics.set(entity)) }

  /// A template for topics that may be emptied: Home Assistant then shows "unknown".
  private func unlessEmpty(_ expression: String) -> JSONValue {
    .string("{{ \(expression) if value_json is defined else None }}")
  }
}
