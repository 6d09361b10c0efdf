package dev.valise.cli;

import dev.valise.server.ServerConfiguration;
import picocli.CommandLine.Option;

/** How well browsers are kept apart. A mixin for commands that start a server. */
public final class IsolationLevel {
  @Option(
      names = "--isolation",
      paramLabel = "LEVEL",
      defaultValue = ServerConfiguration.DEFAULT_ISOLATION,
      description = {
        "how browsers are kept away from this machine and from each other: auto takes the best that",
        "the machine has, strict starts no browser without namespaces, basic does without them,",
        "off runs plain processes (VALISE_ISOLATION; default: ${DEFAULT-VALUE})"
      })
  private String word;

  /** As {@link ServerConfiguration#isolation} has it; unchecked. */
  public String word() {
    return word;
  }
}
