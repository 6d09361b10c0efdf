package dev.valise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.server.StoreVerification;
import dev.valise.upkeep.GarbageProgress;
import dev.valise.upkeep.GarbageReport;
import dev.valise.upkeep.Grace;
import dev.valise.upkeep.verify.Severity;
import dev.valise.upkeep.verify.VerifyProgress;
import dev.valise.upkeep.verify.VerifyReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A data folder as the commands see it that open it anew. */
final class Verified {
  private Verified() {}

  /** Says that nothing is wrong; garbage may be there. */
  static VerifyReport sound(Path data, String when) {
    VerifyReport report = verify(data);
    assertThat(report.worst()).as("%s: %s", when, report.findings()).isEqualTo(Severity.INFO);
    return report;
  }

  /** Collects all garbage and says that there is nothing to find any more. */
  static void spotless(Path data, OpenStore store, String when) {
    Grace none = Grace.alone(Duration.ZERO);
    GarbageReport report = store.garbage.run(none, GarbageProgress.NONE);
    assertThat(report.failures()).as(when).isEmpty();
    assertThat(store.garbage.run(none, GarbageProgress.NONE).isIdle()).as(when).isTrue();
    assertThat(verify(data).findings()).as(when).isEmpty();
  }

  private static VerifyReport verify(Path data) {
    try (StoreVerification verification = StoreVerification.open(data)) {
      return verification.verify(Optional.empty(), VerifyProgress.NONE);
    }
  }
}
