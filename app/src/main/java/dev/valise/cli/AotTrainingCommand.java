package dev.valise.cli;

import dev.valise.model.Retention;
import dev.valise.server.CapacityOptions;
import dev.valise.server.LimitOptions;
import dev.valise.server.NetworkOptions;
import dev.valise.server.Server;
import dev.valise.server.ServerConfiguration;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A short life of a server, for {@code java -XX:AOTCacheOutput} to learn which classes the real one
 * will load (JEP 514, JEP 515). The launcher runs it after a build.
 *
 * <p>A browser is part of it where the machine has one. Where it has none, the failure is printed
 * and the rest is learnt all the same.
 */
@Command(
    name = "aot-training",
    hidden = true,
    description = "Run what the launcher's cache learns from.")
final class AotTrainingCommand implements Runnable {

  private static final String KEY = "training";

  @Option(names = "--chromium", hidden = true)
  private @Nullable Path chromium;

  @Override
  public void run() {
    try (TemporaryFolder data = new TemporaryFolder("training")) {
      // So often that HotSpot compiles it, which is what it remembers then.
      IntStream.range(0, 4).forEach(_ -> Server.warmUp());
      Server server =
          Server.start(
              new ServerConfiguration(
                  "127.0.0.1",
                  0,
                  data.path(),
                  ServerConfiguration.DEFAULT_WARM_BYTES,
                  Retention.NONE,
                  ServerConfiguration.DEFAULT_UPKEEP_EVERY,
                  Optional.of(KEY),
                  Optional.ofNullable(chromium),
                  ServerConfiguration.DEFAULT_ISOLATION,
                  NetworkOptions.NONE,
                  LimitOptions.DEFAULT,
                  CapacityOptions.DEFAULT,
                  ServerConfiguration.DEFAULT_SHUTDOWN_GRACE));
      try {
        exercise(
            new Environment(
                Map.of("VALISE_URL", server.baseUrl().toString(), "VALISE_API_KEY", KEY)));
      } finally {
        server.stop();
      }
    }
  }

  private static void exercise(Environment environment) {
    execute(environment, "profiles", "create", "training");
    execute(
        environment,
        "browsers",
        "create",
        "--headless",
        "--name=training",
        "--profile=training",
        "--save-changes");
    execute(environment, "browsers", "list");
    execute(environment, "browsers", "delete", "training");
    execute(environment, "profiles", "list");
    execute(environment, "profiles", "delete", "training");
  }

  private static void execute(Environment environment, String... arguments) {
    Valise.commandLine(environment).execute(arguments);
  }
}
