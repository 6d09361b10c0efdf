package dev.valise.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.testing.ForkedJvm;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that was given a browser, and wants what is not its own. Against plain processes every
 * attack succeeds, which shows that it is one; where a tier promises so it fails.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostileClientIT {

  @TestFactory
  @EnabledIfSystemProperty(named = "user.name", matches = "root")
  Stream<DynamicTest> ofAServerOfRoots(@TempDir Path folder) throws Exception {
    return tests(Runner.ROOT, folder);
  }

  @TestFactory
  Stream<DynamicTest> ofAServerOfANormalUsers(@TempDir Path folder) throws Exception {
    return tests(Runner.NORMAL_USER, folder);
  }

  private static Stream<DynamicTest> tests(Runner runner, Path folder) throws Exception {
    List<Attempt> attempts = attempts(runner, folder);
    return Defence.of(runner).stream()
        .flatMap(defence -> Attacks.all().stream().map(attack -> test(defence, attack, attempts)));
  }

  private static DynamicTest test(Defence defence, Attack attack, List<Attempt> attempts) {
    return DynamicTest.dynamicTest(
        "%s: %s".formatted(defence, attack.name()),
        () ->
            assertThat(attempts)
                .filteredOn(attempt -> attempt.isOf(defence, attack))
                .singleElement()
                .returns(!attack.isStoppedAt(defence.tier()), Attempt::got));
  }

  private static List<Attempt> attempts(Runner runner, Path folder) throws Exception {
    ForkedJvm jvm = runner.attacker(folder);
    Path home = Files.createDirectories(folder.resolve("home"));
    Process attacker = jvm.start(HostileClient.class, runner.name(), home.toString());
    List<Attempt> attempts = new ArrayList<>();
    try (BufferedReader output = attacker.inputReader()) {
      attacker.getOutputStream().close();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        System.out.println(line);
        if (Attempt.isTold(line)) {
          attempts.add(Attempt.parse(line));
        }
      }
      assertThat(attacker.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(attacker.exitValue()).as("the attacks could be tried").isZero();
      return attempts;
    } finally {
      attacker.destroyForcibly();
    }
  }
}
