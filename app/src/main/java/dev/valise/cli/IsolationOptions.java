package dev.valise.cli;

import dev.valise.server.NetworkOptions;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How browsers are kept apart, and where they may connect to. A mixin. */
final class IsolationOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private final IsolationLevel level = new IsolationLevel();

  @Option(
      names = "--allow-loopback-ports",
      paramLabel = "PORTS",
      defaultValue = "",
      description = {
        "ports of this machine's loopback that isolated browsers may reach, such as",
        "3000,8000-8100, or all (VALISE_ALLOW_LOOPBACK_PORTS; default: none)"
      })
  private String loopbackPorts;

  @Option(
      names = "--network-allow",
      paramLabel = "RULE",
      split = ",",
      description = {
        "private networks that isolated browsers may reach, such as 10.1.0.9:80 or 192.168.7.0/24",
        "(VALISE_NETWORK_ALLOW; default: none)"
      })
  private List<String> allow = List.of();

  @Option(
      names = "--network-deny",
      paramLabel = "RULE",
      split = ",",
      description = {
        "what isolated browsers may not reach, such as *.example.com",
        "(VALISE_NETWORK_DENY; default: none)"
      })
  private List<String> deny = List.of();

  @Option(
      names = "--network-allow-by-clients",
      paramLabel = "true|false",
      arity = "1",
      defaultValue = "true",
      description = {
        "whether organisations and clients may allow their browsers more, and send them through",
        "proxies of their own (VALISE_NETWORK_ALLOW_BY_CLIENTS; default: ${DEFAULT-VALUE})"
      })
  private boolean allowByClients;

  String isolation() {
    return level.word();
  }

  NetworkOptions network() {
    try {
      return new NetworkOptions(loopbackPorts, allow, deny, allowByClients);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(), "Invalid value for where browsers may go: " + e.getMessage());
    }
  }
}
