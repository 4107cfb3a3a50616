import Domain

extension Settings {
  /// Every key, in the order in which `config show` prints them. Computed, because key paths are not `Sendable`.
  package static var schema: Schema<Settings> {
    let path = "an absolute path"
    func isPath(_ text: String) -> Bool { text.hasPrefix("/") && text.utf8.count < 4096 }
    let file = "an absolute path, \(Settings.Hub.credential)NAME, or empty"
    func isFile(_ text: String) -> Bool {
      guard text.hasPrefix(Settings.Hub.credential) else { return isPathOrEmpty(text) }
      let name = text.dropFirst(Settings.Hub.credential.count)
      return (1...255).contains(name.utf8.count) && !name.contains("/") && name != "." && name != ".."
    }
    func isPathOrEmpty(_ text: String) -> Bool { text.isEmpty || isPath(text) }
    func isID(_ text: String) -> Bool {
      text.utf8.count <= 32
        && text.utf8.allSatisfy {
          (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            || $0 == UInt8(ascii: "-")
        }
    }
    return Schema(
      keys: [
        .text(
          "id", \.id, "up to 32 of a-z, 0-9 and -, or empty",
          "Name of this box in MQTT topics; empty: derived from the machine's identity, which it does not reveal.",
          where: isID),
        .text(
          "name", \.name, "1 to 64 characters", "Name of this box for people, as hubs show it."
        ) { (1...64).contains($0.count) && $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } },
        .text(
          "board", \.board, "auto, a board's name, or the absolute path of a board file",
          "Which board this is: the file of that name in the boards folder; auto: the one for this machine, or else desk."
        ) { !$0.isEmpty && ($0.hasPrefix("/") || !$0.contains("/")) },
        .text("boards", \.boards, path, "Folder of the board files.", where: isPath),
        .text("models", \.models, path, "Folder of the networks: face, points and emotion.tflite.", where: isPath),
        .text("state", \.state, path, "Folder of the catalog and the player's state.", where: isPath),
        .text(
          "socket", \.socket, "an absolute path of at most 107 bytes", "Control socket that the command line talks to."
        ) {
          isPath($0) && $0.utf8.count < 108
        },

        .text(
          "camera.device", \.camera.device, "auto, none, or a path below /dev",
          "The camera; auto takes the first that can stream, none is a box without eyes."
        ) { $0 == "auto" || $0 == "none" || $0.hasPrefix("/dev/") },
        .whole("camera.width", \.camera.width, 160...1920, unit: "pixels", "Width asked of the camera."),
        .whole("camera.height", \.camera.height, 120...1080, unit: "pixels", "Height asked of the camera."),
        .whole("camera.rate", \.camera.rate, 1...60, unit: "frames a second", "Frame rate asked of the camera."),
        .choice(
          "camera.format", \.camera.format,
          "How the camera lays out its pictures; auto takes what costs least. For a camera that offers one it does badly."
        ),

        .whole(
          "vision.sensitivity", \.vision.sensitivity, 0...100,
          "How readily something counts as a face: higher finds more faces, and more that are none."),

        .number(
          "mood.confidence", \.mood.confidence, 0.2...0.99,
          "Least probability at which a mood is believed; below it the box says \"not sure\"."),
        .number(
          "mood.sure", \.mood.sure, 0.2...0.999, "Probability at which a look ends early, because the mood is plain."),
        .whole(
          "mood.frames", \.mood.frames, 1...100, unit: "frames", "Least number of frames before a look may end early."),
        .number("mood.look-seconds", \.mood.lookSeconds, 0.5...30, unit: "s", "How long a look may last."),

        .whole(
          "watching.interval", \.watching.interval, 1...3600, unit: "s",
          "Time between looks while the box watches, which it does only when switched to it: moodbox watching on."),
        .whole(
          "watching.dwell", \.watching.dwell, 0...3600, unit: "s",
          "How long another mood must have lasted before the music follows it."),
        .schedule("watching.schedule", \.watching.schedule, "When the box may watch, in local time."),

        .text("music.folder", \.music.folder, path, "Folder of the songs, in any layout.", where: isPath),
        .whole("music.songs", \.music.songs, 1...100, unit: "songs", "Songs chosen for a mood."),
        .choice(
          "music.policy", \.music.policy,
          "What music does with a mood: fit it, lift it step by step to music.lift-to, or fit it and change little."),
        .emotion("music.lift-to", \.music.liftTo, "The mood that lift leads to."),
        .whole(
          "music.freshness", \.music.freshness, 1...720, unit: "hours",
          "How fast a song that was played may come again: after this time little more than a third stands against it."),

        .whole(
          "listeners.retention", \.listeners.retention, 1...3650, unit: "days",
          "How long the box keeps what listeners who asked it to learn have liked, skipped and heard."),
        .text(
          "listeners.keys", \.listeners.keys, "an absolute path, or empty",
          "Folder of the listeners' keys, to be left out of backups; empty: keys, in the folder state.",
          where: isPathOrEmpty),
        .text(
          "listeners.use", \.listeners.use, "a listener's name, or empty",
          "For whom the box plays when it starts; empty: whoever was chosen last."),
      ]
        + Emotion.allCases.map { emotion in
          .target("targets.\(emotion.name)", \.targets[emotion], "The music that the mood \(emotion.name) asks for.")
        } + [
          .text(
            "player.device", \.player.device, "board, file, or an ALSA device",
            "Where sound goes: the board's card, a WAV file (desk.sound-file), or a device as aplay -L names it."
          ) { !$0.isEmpty },
          .whole("player.volume", \.player.volume, 0...100, "Volume when the box starts."),
          .whole("player.volume-limit", \.player.volumeLimit, 1...100, "Volume that nobody can exceed."),
          .choice(
            "player.levelling", \.player.levelling,
            "Play songs equally loud (EBU R 128): each by itself, by album where songs of one follow each other, or not at all."
          ),
          .number("player.loudness", \.player.loudness, -30 ... -8, unit: "LUFS", "How loud, when they are levelled."),
          .number(
            "player.crossfade", \.player.crossfade, 0...10, unit: "s",
            "How long the music for another mood takes to replace what plays."),
          .text(
            "player.mixer", \.player.mixer, "board, auto, none, or a control's name",
            "The card's own volume control, as amixer scontrols names it; auto takes the first that knows decibels."
          ) { !$0.isEmpty },
          .flag("player.autoplay", \.player.autoplay, "Music that played when the box lost power goes on by itself."),

          .flag("hub.enabled", \.hub.enabled, "Connect to an MQTT broker."),
          .text("hub.host", \.hub.host, "a host name or address", "The broker.") { !$0.isEmpty && $0.utf8.count < 256 },
          .whole("hub.port", \.hub.port, 1...65535, "The broker's port: 1883, or 8883 with TLS."),
          .text("hub.user", \.hub.user, "a name, or empty", "User at the broker; empty: none."),
          .text(
            "hub.password-file", \.hub.passwordFile, file, "File whose first line is the password.", where: isFile),
          .flag(
            "hub.tls", \.hub.tls,
            "Encrypt the connection, and trust only a broker that can prove its name. The port is then 8883."),
          .text(
            "hub.authority-file", \.hub.authorityFile, file,
            "Certificate authorities to trust (PEM); empty: those of the system. Turns TLS on.", where: isFile),
          .text(
            "hub.certificate-file", \.hub.certificateFile, file,
            "The box's own certificate (PEM), for brokers that ask for one. Turns TLS on.", where: isFile),
          .text("hub.key-file", \.hub.keyFile, file, "The key of that certificate (PEM).", where: isFile),
          .text(
            "hub.server-name", \.hub.serverName, "a host name or address, or empty",
            "Name in the broker's certificate, if it is not hub.host. Turns TLS on."
          ) { $0.utf8.count < 256 },
          .choice(
            "hub.discovery", \.hub.discovery,
            "How hubs find the box: one message for Home Assistant, one for each entity, Homie 5, or not at all."),
          .flag("hub.retain-mood", \.hub.retainMood, "Keep the last mood at the broker for those who subscribe later."),

          .text(
            "desk.pictures", \.desk.pictures, "an absolute path, or empty",
            "Folder of pictures to see instead of a camera, one after the other, on a board whose devices are desk.",
            where: isPathOrEmpty),
          .text(
            "desk.sound-file", \.desk.soundFile, "an absolute path, or empty",
            "WAV file for the sound where there is no sound card, on a board whose devices are desk.",
            where: isPathOrEmpty),
        ])
  }
}
