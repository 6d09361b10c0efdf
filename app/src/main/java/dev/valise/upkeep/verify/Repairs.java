package dev.valise.upkeep.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All repairs that a survey calls for, in an order in which one makes the next possible. */
record Repairs(Verification.Parts parts, Survey survey) {

  List<Repair> run() throws IOException {
    List<Repair> done = new ArrayList<>();
    new RowRepair(parts.catalog(), survey).run(done);
    for (OrganisationVerdict organisation : survey.organisations()) {
      new BlockRepair(parts, survey, organisation).run(done);
    }
    new HeadRepair(parts, survey).run(done);
    return done;
  }
}
