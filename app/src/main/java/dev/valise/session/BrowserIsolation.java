package dev.valise.session;

import dev.valise.chromium.isolation.Confinement;
import dev.valise.chromium.limits.Coverage;
import dev.valise.chromium.limits.Coverage.Extent;
import dev.valise.chromium.limits.EffectiveLimits;
import dev.valise.model.IsolationReport;
import dev.valise.model.IsolationReport.Cpus;
import dev.valise.model.IsolationReport.Limits;
import dev.valise.model.IsolationReport.Memory;
import dev.valise.model.IsolationReport.Tasks;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What is said of the isolation of a browser, whoever asks. */
public final class BrowserIsolation {
  private BrowserIsolation() {}

  public static IsolationReport report(Confinement confinement, EffectiveLimits limits) {
    List<String> notGuaranteed =
        Stream.concat(confinement.notGuaranteed().stream(), limits.notGuaranteed().stream())
            .toList();
    return new IsolationReport(confinement.tier().word(), notGuaranteed, limits(limits));
  }

  private static Limits limits(EffectiveLimits limits) {
    OptionalLong memory = limits.wanted().memory();
    OptionalInt tasks = limits.wanted().tasks();
    OptionalDouble cpus = limits.wanted().cpus();
    Coverage coverage = limits.coverage();
    return new Limits(
        memory.isPresent()
            ? new Memory(Optional.of(memory.getAsLong()), word(coverage.memory()))
            : new Memory(Optional.empty(), word(Extent.NONE)),
        tasks.isPresent()
            ? new Tasks(Optional.of(tasks.getAsInt()), word(coverage.tasks()))
            : new Tasks(Optional.empty(), word(Extent.NONE)),
        cpus.isPresent()
            ? new Cpus(Optional.of(cpus.getAsDouble()), word(coverage.cpus()))
            : new Cpus(Optional.empty(), word(Extent.NONE)));
  }

  private static String word(Extent extent) {
    return extent.name().toLowerCase(Locale.ROOT);
  }
}
