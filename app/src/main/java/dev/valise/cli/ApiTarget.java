package dev.valise.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which server a command talks to, and with which key. A mixin of every command that does. */
final class ApiTarget {

  private final Environment environment;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:7300",
      description = "the server (VALISE_URL; default: ${DEFAULT-VALUE})")
  private URI url;

  ApiTarget(Environment environment) {
    this.environment = environment;
  }

  ApiClient client() {
    if (url.getHost() == null || url.getScheme() == null || !url.getScheme().matches("https?")) {
      throw new ParameterException(
          command.commandLine(),
          "Invalid value for --url: '%s' is not an http:// or https:// URL".formatted(url));
    }
    return new ApiClient(url, environment.variable("VALISE_API_KEY").or(this::keyOfLocalServer));
  }

  /**
   * The key that a server of this folder wrote. Only for a server on this machine: a key must not
   * be sent to another machine because of the folder a command happens to be called in.
   */
  private Optional<String> keyOfLocalServer() {
    Path file = Path.of(environment.variable("VALISE_DATA").orElse("valise-data"), "api-key");
    try {
      return isLoopback(url.getHost())
          ? Optional.of(Files.readString(file).strip())
          : Optional.empty();
    } catch (IOException absentOrForbidden) {
      return Optional.empty();
    }
  }

  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }
}
