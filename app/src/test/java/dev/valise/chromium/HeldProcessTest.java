package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeldProcessTest {

  private Process child;

  @BeforeEach
  void start() throws Exception {
    child = new ProcessBuilder("sh", "-c", "read line").start();
  }

  @AfterEach
  void end() throws Exception {
    child.destroyForcibly().waitFor();
  }

  static Stream<Function<Process, HeldProcess>> ways() {
    return Stream.of(
        process -> PidFd.open(process.pid()).orElseThrow(),
        process -> new HandledProcess(process.toHandle()));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void waitsNoLongerThanTheLimit(Function<Process, HeldProcess> way) throws Exception {
    try (HeldProcess held = way.apply(child)) {
      assertThat(held.awaitExit(Duration.ofMillis(20))).isFalse();
      assertThat(held.awaitExit(Duration.ZERO)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void seesTheEndThatItCaused(Function<Process, HeldProcess> way) throws Exception {
    try (HeldProcess held = way.apply(child)) {
      held.terminate();
      assertThat(held.awaitExit(Duration.ofSeconds(10))).isTrue();
      assertThat(child.waitFor()).isEqualTo(128 + 15);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void killsAProcessThatIsStopped(Function<Process, HeldProcess> way) throws Exception {
    stop(child);
    try (HeldProcess held = way.apply(child)) {
      held.kill();
      assertThat(held.awaitExit(Duration.ofSeconds(10))).isTrue();
      assertThat(child.waitFor()).isEqualTo(128 + 9);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void waitsOnAVirtualThread(Function<Process, HeldProcess> way) throws Exception {
    var ended = new CompletableFuture<Boolean>();
    try (HeldProcess held = way.apply(child)) {
      Thread.startVirtualThread(() -> {
        try {
          ended.complete(held.awaitExit(Duration.ofSeconds(10)));
        } catch (InterruptedException e) {
          ended.completeExceptionally(e);
        }
      });
      held.kill();
      assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void doesNotHoldAnotherProcessThanTheOneMeant() {
    ProcessIdentity identity = ProcessIdentity.of(child.pid()).orElseThrow();
    var earlier = new ProcessIdentity(identity.pid(), identity.startedAt() - 1, identity.boot());
    assertThat(hold(earlier)).isEmpty();
    assertThat(hold(identity)).get().satisfies(HeldProcess::close);
  }

  @Test
  void doesNotHoldAProcessThatEnded() throws Exception {
    ProcessIdentity identity = ProcessIdentity.of(child.pid()).orElseThrow();
    child.destroyForcibly().waitFor();
    assertThat(hold(identity)).isEmpty();
    assertThat(PidFd.open(child.pid())).isEmpty();
  }

  private static Optional<HeldProcess> hold(ProcessIdentity identity) {
    return HeldProcess.hold(identity, ProcessTable.ofThisMachine());
  }

  private static void stop(Process process) throws Exception {
    new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
  }
}
