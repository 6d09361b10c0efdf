package dev.valise.cli;

import dev.valise.server.Server;
import dev.valise.server.ServerConfiguration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a server until the process is told to stop. */
@Command(name = "serve", description = "Run the server until Ctrl-C or SIGTERM.")
final class ServeCommand implements Runnable {

  private final Environment environment;

  @Spec private CommandSpec command;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "address to listen on (VALISE_HOST; default: ${DEFAULT-VALUE})")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "7300",
      description = "port to listen on, 0 for any (VALISE_PORT; default: ${DEFAULT-VALUE})")
  private int port;

  @Mixin private final DataOption data = new DataOption();

  @Option(
      names = "--warm-checkouts",
      paramLabel = "SIZE",
      defaultValue = "2G",
      converter = ByteSize.class,
      description = {
        "how much of the folders of closed browsers to keep, in clear and private, so that the next",
        "start of a profile has little to write; 0 keeps none",
        "(VALISE_WARM_CHECKOUTS; default: ${DEFAULT-VALUE})"
      })
  private long warmBytes;

  @Mixin private final UpkeepOptions upkeep = new UpkeepOptions();

  @Option(
      names = "--chromium",
      paramLabel = "FILE",
      description = "the Chromium to run (VALISE_CHROMIUM; default: the first that is found)")
  private @Nullable Path chromium;

  @Mixin private final IsolationOptions isolation = new IsolationOptions();

  @Mixin private final BrowserLimitOptions limits = new BrowserLimitOptions();

  @Mixin private final CapacityOption capacity = new CapacityOption();

  @Option(
      names = "--shutdown-grace",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = TimeSpan.class,
      description = {
        "how long the end of the server waits for browsers to be saved; the next start takes up the",
        "rest (VALISE_SHUTDOWN_GRACE; default: ${DEFAULT-VALUE})"
      })
  private Duration shutdownGrace;

  ServeCommand(Environment environment) {
    this.environment = environment;
  }

  ServerConfiguration configuration() {
    if (port < 0 || port > 65535) {
      throw new ParameterException(
          command.commandLine(), "Invalid value for --port: %d is not a port".formatted(port));
    }
    try {
      return configured();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(), "Invalid value for --isolation: " + e.getMessage());
    }
  }

  private ServerConfiguration configured() {
    return new ServerConfiguration(
        host,
        port,
        data.folder(),
        warmBytes,
        upkeep.retention(),
        upkeep.every(),
        environment.variable("VALISE_API_KEY"),
        Optional.ofNullable(chromium),
        isolation.isolation(),
        isolation.network(),
        limits.limits(),
        capacity.options(),
        shutdownGrace);
  }

  @Override
  public void run() {
    Server server = Server.start(configuration());
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(server)));
    announce(server);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the process itself: the JVM would end with 143, which supervisors take for a failure. */
  private void stop(Server server) {
    int status = ExitCode.OK;
    try {
      server.stop();
    } catch (RuntimeException failure) {
      failure.printStackTrace(command.commandLine().getErr());
      status = ExitCode.SOFTWARE;
    }
    command.commandLine().getErr().flush();
    Runtime.getRuntime().halt(status);
  }

  private void announce(Server server) {
    PrintWriter out = command.commandLine().getOut();
    out.println("Valise listens on " + server.baseUrl());
    if (server.keyFile().isEmpty()) {
      out.println("API key: the one in VALISE_API_KEY");
    } else if (server.generatedKey().isPresent()) {
      out.println("API key: " + server.generatedKey().get());
      out.println("It is not shown again; it is kept in " + server.keyFile().get());
    } else {
      out.println("API key: in " + server.keyFile().get());
    }
    out.println(
        "Browsers: at most %d at the same time, none while less than %d MB of the disk are free"
            .formatted(server.maxBrowsers(), server.minFreeDisk() >> 20));
    out.flush();
    if (!ApiTarget.isLoopback(host)) {
      PrintWriter err = command.commandLine().getErr();
      err.println(
          """
          Warning: %s can be reached from other machines, over plain HTTP. Whoever reads the traffic \
          has the API key, and whoever has the key controls browsers on this machine. Put a TLS \
          proxy in front, or listen on 127.0.0.1.\
          """
              .formatted(host));
      err.flush();
    }
  }
}
