/// Scripts that let shells complete what is typed after `moodbox`.
struct Completion {
  let commands: [CommandShape]

  var bash: String {
    let cases = commands.map { command in
      "    \(command.name)) words='\(command.words.joined(separator: " "))'"
        + " options='\(command.options.map { "--\($0.name)" }.joined(separator: " "))' ;;"
    }
    return """
      # bash completion for moodbox; made by: moodbox completion bash
      _moodbox() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words='' options=''
        COMPREPLY=()
        if [ "$COMP_CWORD" = 1 ]; then
          COMPREPLY=($(compgen -W '\(names)' -- "$word"))
          return
        fi
        case $before in \(valued.map { "--\($0)" }.joined(separator: "|"))) return ;; esac
        case ${COMP_WORDS[1]} in
      \(cases.joined(separator: "\n"))
        esac
        case $word in
          -*) COMPREPLY=($(compgen -W "$options --help" -- "$word")) ;;
          *) [ "$COMP_CWORD" != 2 ] || COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
        esac
      }
      # Where nothing fits, a file's name may.
      complete -o default -F _moodbox moodbox

      """
  }

  var zsh: String {
    func quoted(_ text: String) -> String {
      "'" + text.flatMap { "[]:\\".contains($0) ? "\\\($0)" : $0 == "'" ? "'\\''" : "\($0)" } + "'"
    }
    let cases = commands.map { command in
      let options = command.options.map { option in
        let value = option.value.map { ":\($0):_files" } ?? ""
        return "\(quoted("--\(option.name)").dropLast())[\(quoted(option.sentence).dropFirst().dropLast())]\(value)'"
      }
      let first = command.words.isEmpty ? [] : ["'1:what:(\(command.words.joined(separator: " ")))'"]
      return "  \(command.name)) _arguments \((options + first + ["'*:file:_files'"]).joined(separator: " ")) ;;"
    }
    return """
      #compdef moodbox
      # zsh completion for moodbox; made by: moodbox completion zsh
      local -a commands
      commands=(
      \(commands.map { "  \(quoted($0.name).dropLast()):\(quoted($0.summary).dropFirst())" }.joined(separator: "\n"))
      )
      if (( CURRENT == 2 )); then
        _describe command commands
        return
      fi
      (( CURRENT-- ))
      shift words
      case $words[1] in
      \(cases.joined(separator: "\n"))
      esac

      """
  }

  var fish: String {
    func quoted(_ text: String) -> String {
      "'" + text.flatMap { $0 == "'" || $0 == "\\" ? "\\\($0)" : "\($0)" } + "'"
    }
    let lines = commands.flatMap { command in
      let here = "complete -c moodbox -n '__fish_seen_subcommand_from \(command.name)'"
      return ["complete -c moodbox -f -n __fish_use_subcommand -a \(command.name) -d \(quoted(command.summary))"]
        + (command.words.isEmpty ? [] : ["\(here) -a \(quoted(command.words.joined(separator: " ")))"])
        + command.options.map {
          "\(here) -l \($0.name)\($0.value == nil ? "" : " -r") -d \(quoted($0.sentence))"
        }
    }
    return "# fish completion for moodbox; made by: moodbox completion fish\n\(lines.joined(separator: "\n"))\n"
  }

  private var names: String { commands.map(\.name).joined(separator: " ") }

  /// All options of any command that take a value.
  private var valued: [String] {
    Set(commands.flatMap { $0.options.filter { $0.value != nil }.map(\.name) }).sorted()
  }
}
