package dev.valise.cli.demo;

import dev.valise.cdp.CdpException;
import dev.valise.cli.Environment;
import dev.valise.cli.IsolationLevel;
import dev.valise.cli.Table;
import dev.valise.cli.TemporaryFolder;
import dev.valise.model.Retention;
import dev.valise.server.CapacityOptions;
import dev.valise.server.LimitOptions;
import dev.valise.server.NetworkOptions;
import dev.valise.server.ServerConfiguration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows on a machine with nothing running that a login survives; leaves nothing behind. */
@Command(
    name = "demo",
    description = "Log in on a local site, restart everything, and be logged in again.")
public final class DemoCommand implements Runnable {

  private static final String HOST = "127.0.0.1";
  private static final String LOG_LEVEL = "VALISE_LOG_LEVEL";

  private final Environment environment;

  @Spec private CommandSpec command;

  @Option(
      names = "--chromium",
      paramLabel = "FILE",
      description = "the Chromium to run (VALISE_CHROMIUM; default: the first that is found)")
  private @Nullable Path chromium;

  @Mixin private final IsolationLevel isolation = new IsolationLevel();

  public DemoCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void run() {
    PrintWriter out = command.commandLine().getOut();
    if (environment.variable(LOG_LEVEL).isEmpty()) {
      // Read when the first class logs, which is when the server starts: the steps say it all.
      System.setProperty(LOG_LEVEL, "ERROR");
    }
    try (var _ = Interruption.ofThisThread()) {
      DemoRun.Findings findings = demonstrate(new StepLog(out, InstantSource.system()));
      out.println();
      table(findings).lines().forEach(line -> out.println("  " + line));
      out.println();
      judge(findings);
      out.println("Logged in once, and logged in again after a restart: all four are there.");
    } catch (CdpException failure) {
      throw new DemoException("the browser failed: " + failure.getMessage(), failure);
    }
  }

  private DemoRun.Findings demonstrate(StepLog log) {
    SecureRandom random = new SecureRandom();
    try (TemporaryFolder folder = new TemporaryFolder("demo");
        DemoSite site = new DemoSite(random)) {
      byte[] key = new byte[16];
      random.nextBytes(key);
      ServerConfiguration configuration =
          new ServerConfiguration(
              HOST,
              0,
              folder.path(),
              ServerConfiguration.DEFAULT_WARM_BYTES,
              Retention.NONE,
              ServerConfiguration.DEFAULT_UPKEEP_EVERY,
              Optional.of(HexFormat.of().formatHex(key)),
              Optional.ofNullable(chromium),
              isolation.word(),
              // Of all that is on this machine, its own site.
              new NetworkOptions(String.valueOf(site.url().getPort()), List.of(), List.of(), true),
              LimitOptions.DEFAULT,
              CapacityOptions.DEFAULT,
              ServerConfiguration.DEFAULT_SHUTDOWN_GRACE);
      return new DemoRun(configuration, site, log).run();
    }
  }

  static void judge(DemoRun.Findings findings) {
    expect("before the login there was already", LoginState.NONE, findings.before());
    expect("the login did not leave", LoginState.COMPLETE, findings.after());
    expect("the new browser lacks", LoginState.COMPLETE, findings.restored());
  }

  private static void expect(String otherwise, LoginState expected, LoginState found) {
    List<String> differences = found.differences(expected);
    if (!differences.isEmpty()) {
      throw new DemoException(otherwise + ": " + String.join(", ", differences));
    }
  }

  private static Table table(DemoRun.Findings findings) {
    Stream<List<String>> titles =
        Stream.of(List.of("", "before login", "after login", "after restart"));
    Stream<List<String>> rows =
        IntStream.range(0, LoginState.NAMES.size())
            .mapToObj(trace ->
                List.of(
                    LoginState.NAMES.get(trace),
                    cell(findings.before(), trace),
                    cell(findings.after(), trace),
                    cell(findings.restored(), trace)));
    return new Table(Stream.concat(titles, rows).toList());
  }

  private static String cell(LoginState state, int trace) {
    return state.traces().get(trace) ? "present" : "absent";
  }
}
