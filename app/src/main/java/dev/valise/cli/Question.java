package dev.valise.cli;

import java.io.Console;
import java.util.Optional;

/** Asks the person at the terminal. */
interface Question {

  /** The answer, without spaces around it; empty when there is nobody to ask. */
  Optional<String> ask(String question);

  /** Asks on the terminal of this process, if it has one: in a script nobody answers. */
  static Question onTerminal() {
    // JDK 25 has no console where there is no terminal, JDK 22 to 24 had one.
    return question ->
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .map(console -> console.readLine("%s", question))
            .map(String::strip);
  }
}
