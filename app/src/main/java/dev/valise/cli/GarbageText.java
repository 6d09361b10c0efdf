package dev.valise.cli;

import dev.valise.upkeep.Amount;
import dev.valise.upkeep.GarbageReport;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a garbage collection did, in sentences; without its failures. */
final class GarbageText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private GarbageText() {}

  static List<String> lines(GarbageReport report) {
    if (report.isIdle()) {
      return List.of("nothing to do: everything that is stored is needed");
    }
    boolean dry = report.dryRun();
    List<String> lines = new ArrayList<>();
    if (report.deleted().blobs() + report.orphans().blobs() > 0) {
      lines.add((dry ? "would free " : "freed ") + freed(report));
    } else if (report.repacked().packs() + report.waiting().blobs() > 0) {
      lines.add(dry ? "would free nothing now" : "freed nothing yet");
    }
    GarbageReport.Repacked repacked = report.repacked();
    if (repacked.packs() > 0) {
      lines.add(
          "%s %s of %s as %s"
              .formatted(
                  dry ? "would rewrite" : "rewrote",
                  Amounts.count(repacked.packs(), "pack"),
                  Amounts.bytes(repacked.bytesBefore()),
                  Amounts.bytes(repacked.bytesAfter())));
    }
    report
        .waitingUntil()
        .ifPresent(until ->
            lines.add(
                "kept until %s, should anybody still read it: %s"
                    .formatted(TIME.format(until), amount(report.waiting()))));
    return lines;
  }

  private static String freed(GarbageReport report) {
    List<String> parts = new ArrayList<>();
    if (report.deleted().blobs() > 0) {
      parts.add(amount(report.deleted()) + " that no version needs");
    }
    if (report.orphans().blobs() > 0) {
      parts.add(amount(report.orphans()) + " left by saves that were cut off");
    }
    return Amounts.bytes(report.freedBytes()) + ": " + String.join(", ", parts);
  }

  private static String amount(Amount amount) {
    return "%s (%s)"
        .formatted(Amounts.count(amount.blobs(), "object"), Amounts.bytes(amount.bytes()));
  }
}
