import FoundationEssentials
import Glibc
import System

/// Tries the box on a desk: gives `moodbox` a private broker, a demo library and settings of its own, and starts it.
///
/// Without options it hands over the terminal. With `--check` it presses the button once for each fixture scene and looks
/// from outside, as a subscriber and a reader, whether everything is right.
@main
enum Desk {
  static let help = """
    Usage: desk [--check] [--scenes DIR] [--moodbox FILE] [--models DIR] [--boards DIR] [--keep]

    Starts moodbox on this machine with a private MQTT broker on a loopback port, a demo library, the button and the lamps
    in the terminal, the webcam if there is one or else pictures of faces, and the sound card if there is one or else a WAV
    file. Space presses the button, q quits.

      --check         press once for each scene, and check light, message and sound from outside
      --scenes DIR    the pictures of faces, named after their emotions (Tests/Fixtures/scenes)
      --moodbox FILE  the program to start (the one beside this)
      --models DIR    folder of the networks (Models)
      --boards DIR    folder of the boards (Board)
      --keep          keep the working folder, and say where it is

    Example:
      desk --check --scenes Tests/Fixtures/scenes
    """

  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    do {
      let options = try DeskOptions(Array(CommandLine.arguments.dropFirst()))
      if options.wantsHelp {
        print(help)
        return
      }
      let workplace = try Workplace(options)
      let passed = options.checks ? try await Demonstration(workplace).run() : try await workplace.handOver()
      workplace.tidy()
      exit(passed ? 0 : 1)
    } catch let error as DeskOptions.Mistake {
      complain("\(error.problem)\nTry 'desk --help'.")
      exit(2)
    } catch {
      complain("\(error)")
      exit(1)
    }
  }

  static func complain(_ text: String) {
    let bytes = Array("desk: \(text)\n".utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}
