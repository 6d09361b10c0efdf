package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.model.Retention;
import dev.valise.server.CapacityOptions;
import dev.valise.server.LimitOptions;
import dev.valise.server.NetworkOptions;
import dev.valise.server.ServerConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is understood, before anything is done. */
class UsageTest {

  private static ServerConfiguration configuration(
      Map<String, String> environment, String... arguments) {
    CommandLine valise = Valise.commandLine(new Environment(environment));
    Object command = valise.parseArgs(arguments).subcommand().commandSpec().userObject();
    return ((ServeCommand) command).configuration();
  }

  @Test
  void serverListensOnLoopbackUnlessTold() {
    assertThat(configuration(Map.of("VALISE_HOST", ""), "serve"))
        .isEqualTo(
            new ServerConfiguration(
                "127.0.0.1",
                7300,
                Path.of("valise-data"),
                ServerConfiguration.DEFAULT_WARM_BYTES,
                Retention.NONE,
                Duration.ofHours(1),
                Optional.empty(),
                Optional.empty(),
                ServerConfiguration.DEFAULT_ISOLATION,
                NetworkOptions.NONE,
                LimitOptions.DEFAULT,
                CapacityOptions.DEFAULT,
                Duration.ofSeconds(30)));
  }

  @Test
  void serverTakesTheEnvironment() {
    assertThat(
            configuration(
                Map.of(
                    "VALISE_HOST", "::1",
                    "VALISE_PORT", "0",
                    "VALISE_DATA", "/d",
                    "VALISE_WARM_CHECKOUTS", "500M",
                    "VALISE_API_KEY", "k",
                    "VALISE_KEEP_LAST", "30",
                    "VALISE_EXPIRE_UNUSED", "90d",
                    "VALISE_UPKEEP_EVERY", "10m",
                    "VALISE_ISOLATION", "strict",
                    "VALISE_BROWSER_TASKS", "none"),
                "serve",
                "--allow-loopback-ports=3000,8000-8100",
                "--network-allow=10.1.0.9:80,192.168.7.0/24",
                "--network-deny=*.example.com",
                "--network-allow-by-clients=false",
                "--keep-daily=7",
                "--browser-memory=1GB",
                "--browser-cpus=1.5",
                "--max-browsers=7",
                "--shutdown-grace=2m",
                "--min-free-disk=500M",
                "--max-browsers-per-organisation=3",
                "--chromium=/c"))
        .isEqualTo(
            new ServerConfiguration(
                "::1",
                0,
                Path.of("/d"),
                500L << 20,
                new Retention(Optional.of(30), Optional.of(7), Optional.of(Duration.ofDays(90))),
                Duration.ofMinutes(10),
                Optional.of("k"),
                Optional.of(Path.of("/c")),
                "strict",
                new NetworkOptions(
                    "3000,8000-8100",
                    List.of("10.1.0.9:80", "192.168.7.0/24"),
                    List.of("*.example.com"),
                    false),
                LimitOptions.NONE.withMemory(1L << 30).withCpus(1.5),
                new CapacityOptions(
                    OptionalInt.of(7), OptionalInt.of(3), OptionalLong.of(500L << 20)),
                Duration.ofMinutes(2)));
  }

  @Test
  void howManyBrowsersThereMayBeIsTakenFromTheEnvironmentToo() {
    Map<String, String> environment =
        Map.of(
            "VALISE_MAX_BROWSERS", "7",
            "VALISE_MAX_BROWSERS_PER_ORGANISATION", "3",
            "VALISE_MIN_FREE_DISK", "0");
    assertThat(configuration(environment, "serve").capacity())
        .isEqualTo(new CapacityOptions(OptionalInt.of(7), OptionalInt.of(3), OptionalLong.of(0)));
  }

  @Test
  void optionsWinOverTheEnvironment() {
    ServerConfiguration configuration =
        configuration(
            Map.of("VALISE_HOST", "::1", "VALISE_PORT", "1", "VALISE_DATA", "/d"),
            "serve",
            "--host=localhost",
            "--port",
            "2",
            "--data=/e");

    assertThat(configuration.host()).isEqualTo("localhost");
    assertThat(configuration.port()).isEqualTo(2);
    assertThat(configuration.data()).isEqualTo(Path.of("/e"));
  }

  @ParameterizedTest
  @CsvSource({
    "profiles list --bogus, Unknown option: '--bogus'",
    "bogus, Unmatched argument at index 0: 'bogus'",
    "profiles, Missing required subcommand",
    "profiles create, Missing required parameter: 'NAME'",
    "profiles delete, Missing required parameter: 'NAME-OR-ID'",
    "profiles versions, Missing required parameter: 'NAME-OR-ID'",
    "profiles rollback shop, Missing required parameter: 'VERSION'",
    "profiles rollback shop first, Invalid value for positional parameter at index 1 (VERSION): 'first' is not an int",
    "profiles fork shop, Missing required parameter: 'NEW'",
    "profiles delete-version shop, Missing required parameter: 'VERSION'",
    "serve --max-browsers 0, Invalid value for --max-browsers: there must be at least 1 browser",
    "browsers create --profile-version 2, Error: Missing required argument(s): --profile=NAME-OR-ID",
    "browsers create --save-changes, Error: Missing required argument(s): --profile=NAME-OR-ID",
    "browsers create --timeout-seconds x, Invalid value for option '--timeout-seconds': 'x' is not an int",
    "profiles list --url localhost:7300, Invalid value for --url: 'localhost:7300' is not an http:// or https:// URL",
    "verify now, Unmatched argument at index 1: 'now'",
    "verify --profile, Missing required parameter for option '--profile' (NAME-OR-ID)",
    "network, Missing required subcommand",
    "serve --network-allow-by-clients maybe, Invalid value for option '--network-allow-by-clients': 'maybe' is not a boolean",
    "keys, Missing required subcommand",
    "keys delete, Missing required parameter: 'ORGANISATION'",
    "keys rotate --url, Unknown option: '--url'",
    "serve --port 65536, Invalid value for --port: 65536 is not a port",
    "serve --keep-last 0, Invalid value for --keep-last: keep_last must be at least 1",
    "serve --expire-unused soon, Invalid value for option '--expire-unused': 'soon' is not a time such as 90d or 12h",
    "serve --expire-unused 0d, Invalid value for --expire-unused: expire_unused must be more than 0 and at most 36500 days",
    "serve --upkeep-every 0s, Invalid value for --upkeep-every: must be at least 1 second",
    "gc --grace tomorrow, Invalid value for option '--grace': 'tomorrow' is not a time such as 90d or 12h",
    "serve --browser-memory much, Invalid value for option '--browser-memory': 'much' is not a size such as 500M or 2G",
    "serve --browser-memory 100M, Invalid value for option '--browser-memory': a browser needs at least 512 MiB of memory",
    "serve --browser-tasks -1, Invalid value for option '--browser-tasks': a browser needs at least 400 processes and threads",
    "serve --browser-cpus many, Invalid value for option '--browser-cpus': 'many' is not a number",
    "serve --port x, Invalid value for option '--port': 'x' is not an int",
  })
  void wrongUsageIsSaidWithStatus2(String arguments, String message) {
    Execution execution = Execution.of(Map.of(), arguments.split(" "));

    assertThat(execution.status()).isEqualTo(2);
    assertThat(execution.err()).startsWith(message + "\n").contains("Usage: valise");
    assertThat(execution.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "help serve",
        "serve --help",
        "profiles -h",
        "profiles list --help",
        "profiles fork --help",
        "keys rotate --help",
        "network set --help",
        "verify --help",
        "browsers create --help"
      })
  void helpIsAskedForOnAnyLevel(String arguments) {
    Execution execution = Execution.of(Map.of(), arguments.split(" "));

    assertThat(execution.status()).isZero();
    assertThat(execution.out()).startsWith("Usage: valise").doesNotContain("aot-training");
  }

  @Test
  void versionNamesTheJavaItRunsOn() {
    assertThat(Execution.of(Map.of(), "--version").out())
        .matches("valise \\S+ \\(Java \\Q" + Runtime.version() + "\\E\\)\n");
  }
}
