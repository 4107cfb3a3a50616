import Domain

/// One thing of the box that Home Assistant shows or sets.
///
/// Names begin with a capital, states are words that Home Assistant's own cards and automations expect (`a-z` and `_`), and what has
/// a device class is translated by Home Assistant itself.
struct HomeAssistantEntity {
  /// Such as `sensor`.
  let platform: String
  /// Its name within the device, in topics and identities.
  let key: String
  /// What is particular to it, with Home Assistant's abbreviated keys.
  let members: [String: JSONValue]

  private init(_ platform: String, _ key: String, _ name: String, icon: String?, _ members: [String: JSONValue]) {
    self.platform = platform
    self.key = key
    var members = members
    members["name"] = .string(name)
    if let icon { members["ic"] = .string("mdi:" + icon) }
    self.members = members
  }

  /// - Parameter listeners: who can be chosen, by name.
  static func all(topics: Topics, moodExpiry: Duration, listeners: [String]) -> [HomeAssistantEntity] {
    mood(topics, .number((moodExpiry / .seconds(1)).rounded())) + player(topics) + commands(topics)
      + choices(topics, listeners) + diagnostics(topics)
  }

  /// What the box saw. Shown as unavailable when it is so old that the broker has forgotten it too.
  private static func mood(_ topics: Topics, _ expiry: JSONValue) -> [HomeAssistantEntity] {
    func sensor(_ key: String, _ name: String, _ icon: String, _ members: [String: JSONValue]) -> HomeAssistantEntity {
      let shared: [String: JSONValue] = ["stat_t": .string(topics["mood"]), "exp_aft": expiry]
      return HomeAssistantEntity("sensor", key, name, icon: icon, members.merging(shared) { $1 })
    }
    return [
      sensor(
        "emotion", "Emotion", "emoticon-outline",
        [
          "dev_cla": "enum", "ops": .array(Emotion.allCases.map { .string($0.name) }),
          "val_tpl": unlessEmpty("value_json.emotion"), "json_attr_t": .string(topics["mood"]),
          "json_attr_tpl": "{{ value_json | tojson if value_json is defined else '{}' }}",
        ]),
      sensor(
        "confidence", "Confidence", "check-decagram-outline",
        [
          "unit_of_meas": "%", "stat_cla": "measurement",
          "val_tpl": unlessEmpty("(value_json.confidence * 100) | round(0)"),
        ]),
      sensor(
        "valence", "Valence", "emoticon-happy-outline",
        ["stat_cla": "measurement", "sug_dsp_prc": 2, "val_tpl": unlessEmpty("value_json.valence")]),
      sensor(
        "arousal", "Arousal", "flash-outline",
        ["stat_cla": "measurement", "sug_dsp_prc": 2, "val_tpl": unlessEmpty("value_json.arousal")]),
      HomeAssistantEntity(
        "event", "events", "Events", icon: "message-flash-outline",
        ["evt_typ": .array(HubEvent.types.map { .string($0) }), "stat_t": .string(topics["event"])]),
    ]
  }

  private static func player(_ topics: Topics) -> [HomeAssistantEntity] {
    let state = JSONValue.string(topics["player"])
    func command(_ entity: Entity) -> JSONValue { .string(topics.set(entity)) }
    return [
      HomeAssistantEntity(
        "sensor", "track", "Track", icon: "music",
        [
          "stat_t": state, "val_tpl": "{{ value_json.track.title[:255] if value_json.track else None }}",
          "json_attr_t": state, "json_attr_tpl": "{{ (value_json.track or {}) | tojson }}",
        ]),
      HomeAssistantEntity(
        "sensor", "state", "State", icon: "speaker",
        [
          "dev_cla": "enum", "ops": ["stopped", "playing", "paused"], "stat_t": state,
          "val_tpl": "{{ value_json.state }}",
        ]),
      HomeAssistantEntity(
        "number", "volume", "Volume", icon: "volume-high",
        [
          "min": 0, "max": 100, "step": 1, "mode": "slider", "unit_of_meas": "%", "cmd_t": command(.volume),
          "stat_t": state, "val_tpl": "{{ value_json.volume }}",
        ]),
      HomeAssistantEntity(
        "switch", "mute", "Mute", icon: "volume-off",
        [
          "cmd_t": command(.mute), "stat_t": state, "pl_on": "on", "pl_off": "off",
          "val_tpl": "{{ 'on' if value_json.muted else 'off' }}",
        ]),
    ]
  }

  private static func commands(_ topics: Topics) -> [HomeAssistantEntity] {
    let buttons: [(entity: Entity, name: String, icon: String)] = [
      (.look, "Look", "eye-outline"), (.play, "Play", "play"), (.next, "Next", "skip-next"),
      (.previous, "Previous", "skip-previous"), (.pause, "Pause", "pause"), (.resume, "Resume", "play-pause"),
      (.stop, "Stop", "stop"), (.like, "Like", "thumb-up-outline"),
      (.dislike, "Dislike", "thumb-down-outline"),
    ]
    return buttons.map { button in
      HomeAssistantEntity(
        "button", button.entity.rawValue, button.name, icon: button.icon,
        ["cmd_t": .string(topics.set(button.entity)), "pl_prs": "press"])
    } + [
      // Turning it off is answered with its true state: only the box's own button does that.
      HomeAssistantEntity(
        "switch", "privacy", "Privacy", icon: "eye-off-outline",
        [
          "cmd_t": .string(topics.set(.privacy)), "stat_t": .string(topics["privacy/state"]), "pl_on": "on",
          "pl_off": "off",
        ]),
      HomeAssistantEntity(
        "switch", "watching", "Watching", icon: "eye-refresh-outline",
        [
          "cmd_t": .string(topics.set(.watching)), "stat_t": .string(topics["watching/state"]), "pl_on": "on",
          "pl_off": "off",
        ]),
    ]
  }

  private static func choices(_ topics: Topics, _ listeners: [String]) -> [HomeAssistantEntity] {
    func select(_ entity: Entity, _ name: String, icon: String, _ options: [String]) -> HomeAssistantEntity {
      HomeAssistantEntity(
        "select", entity.rawValue, name, icon: icon,
        [
          "cmd_t": .string(topics.set(entity)), "stat_t": .string(topics[entity.state ?? ""]),
          "ops": .array(options.map { .string($0) }),
        ])
    }
    return [
      select(.policy, "Policy", icon: "tune-variant", MusicPolicy.allCases.map(\.rawValue)),
      select(.listener, "Listener", icon: "account-music-outline", [Request.nobody] + listeners),
    ]
  }

  private static func diagnostics(_ topics: Topics) -> [HomeAssistantEntity] {
    func diagnostic(
      _ platform: String, _ key: String, _ name: String, icon: String? = nil, from topic: String,
      _ members: [String: JSONValue]
    ) -> HomeAssistantEntity {
      let shared: [String: JSONValue] = ["stat_t": .string(topics[topic]), "ent_cat": "diagnostic"]
      return HomeAssistantEntity(platform, key, name, icon: icon, members.merging(shared) { $1 })
    }
    func problem(
      _ key: String, _ name: String, when expression: String, _ members: [String: JSONValue] = [:]
    ) -> HomeAssistantEntity {
      let template = JSONValue.string("{{ 'ON' if \(expression) else 'OFF' }}")
      return diagnostic(
        "binary_sensor", key, name, from: "health",
        members.merging(["dev_cla": "problem", "val_tpl": template]) { $1 })
    }
    return [
      problem(
        "health", "Health", when: "value_json.faults or value_json.throttled",
        ["json_attr_t": .string(topics["health"])]),
      problem("camera", "Camera", when: "'camera' in value_json.faults"),
      problem("speaker", "Sound card", when: "'speaker' in value_json.faults"),
      diagnostic(
        "sensor", "version", "Version", icon: "tag-outline", from: "info", ["val_tpl": "{{ value_json.version }}"]),
      diagnostic(
        "sensor", "songs", "Songs", icon: "music-box-multiple-outline", from: "info",
        ["stat_cla": "measurement", "val_tpl": "{{ value_json.songs }}"]),
      diagnostic(
        "sensor", "temperature", "Temperature", from: "health",
        [
          "dev_cla": "temperature", "stat_cla": "measurement", "unit_of_meas": "°C",
          "val_tpl": "{{ value_json.temperature }}",
        ]),
      diagnostic(
        "sensor", "memory", "Memory", from: "health",
        [
          "dev_cla": "data_size", "stat_cla": "measurement", "unit_of_meas": "MiB", "sug_dsp_prc": 1,
          "val_tpl": "{{ (value_json.memory / 1048576) | round(1) }}",
        ]),
      diagnostic(
        "sensor", "last_error", "Last error", icon: "alert-circle-outline", from: "health",
        ["val_tpl": "{{ (value_json.last_error or 'none')[:255] }}"]),
    ]
  }

  /// A template for topics that may be emptied: Home Assistant then shows "unknown".
  private static func unlessEmpty(_ expression: String) -> JSONValue {
    .string("{{ \(expression) if value_json is defined else None }}")
  }
}
