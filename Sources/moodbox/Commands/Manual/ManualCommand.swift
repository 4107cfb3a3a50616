/// `manual`
struct ManualCommand: Command {
  static let name = "manual"
  static let summary = "print the manual page"
  static let help = """
    Usage: moodbox manual

    Prints the manual page as man(7) wants it, made of the help of all commands; where the Debian package is installed,
    'man moodbox' shows it.

    Example:
      moodbox manual | man -l -
    """

  init(_ words: [String]) throws { try Arguments(words).expectOperands(0...0, named: "nothing more") }

  func run() async throws { Terminal.write(Self.page(of: Moodbox.commands), to: 1) }

  static func page(of commands: [Entry]) -> String {
    let sections = commands.map { entry in
      """
      .SS \(roff(entry.name))
      \(roff(entry.summary.prefix(1).uppercased() + entry.summary.dropFirst())).
      .PP
      .nf
      \(roff(entry.help))
      .fi
      """
    }
    return """
      .TH MOODBOX 1 "" "moodbox \(roff(Moodbox.version))" "Moodbox"
      .SH NAME
      moodbox \\- a speaker box that plays what fits your face
      .SH SYNOPSIS
      .B moodbox
      .I COMMAND
      .RI [ OPTIONS ]
      .SH DESCRIPTION
      Press the button: the box looks at you, works out your mood, lights it, plays fitting songs from the library on its own
      disk, and tells the house about it over MQTT. No picture leaves the box, and none is stored.
      .PP
      The service
      .B moodbox.service
      is the box;
      .B moodbox\\-privacy.service
      keeps its camera away while privacy is on. The commands talk to the running box, or look after its library and settings.
      .SH COMMANDS
      \(sections.joined(separator: "\n"))
      .SH FILES
      .TP
      .I /etc/moodbox/moodbox.yaml
      The settings. Every key has a default;
      .B moodbox config show
      prints them all with what they mean.
      .TP
      .I /srv/moodbox/music
      The songs, in any layout. Members of the group moodbox\\-music may put some there.
      .TP
      .I /var/lib/moodbox
      What the box writes: its catalog, and what it remembers.
      .TP
      .I /usr/share/moodbox
      Boards and networks.
      .TP
      .I /run/moodbox/control.sock
      Where the running box is asked; members of the group moodbox may.
      .SH EXIT STATUS
      0 done, 1 failed, 2 wrong usage.
      .SH SEE ALSO
      .BR systemctl (1),
      .BR journalctl (1),
      .BR mosquitto_sub (1)

      """
  }

  /// Text as roff reads it: nothing in it is a request or an escape.
  private static func roff(_ text: some StringProtocol) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let escaped = line.map { $0 == "\\" ? "\\e" : $0 == "-" ? "\\-" : $0 == "'" ? "\\(aq" : "\($0)" }.joined()
      return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
    }.joined(separator: "\n")
  }
}
