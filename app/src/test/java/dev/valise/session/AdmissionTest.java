package dev.valise.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.model.IdSource;
import dev.valise.model.OrganisationId;
import dev.valise.model.Refusal;
import dev.valise.model.SessionId;
import dev.valise.testing.Ids;
import dev.valise.testing.Race;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final long LOW = 1 << 30;

  private final IdSource ids = Ids.fresh();
  private final OrganisationId acme = ids.organisation();
  private final OrganisationId other = ids.organisation();
  private final AtomicLong free = new AtomicLong(LOW);

  private Admission admission(int browsers, OptionalInt each) {
    return new Admission(new SessionLimits(browsers, each, LOW), free::get);
  }

  private SessionId admitted(Admission admission, OrganisationId organisation) {
    SessionId id = ids.session();
    admission.admit(id, organisation);
    return id;
  }

  @Test
  void aPlaceThatIsGivenBackIsFreeAgain() {
    Admission admission = admission(2, OptionalInt.empty());
    SessionId first = admitted(admission, acme);
    admitted(admission, other);
    assertThatThrownBy(() -> admitted(admission, acme))
        .isInstanceOfSatisfying(
            Refusal.NoCapacity.class,
            full -> {
              assertThat(full.running()).isEqualTo(2);
              assertThat(full.own()).isEqualTo(1);
            })
        .hasMessageContaining("as many browsers as it may, 2");
    admission.release(first);
    admission.release(first);
    admitted(admission, acme);
    assertThatThrownBy(() -> admitted(admission, acme)).isInstanceOf(Refusal.NoCapacity.class);
  }

  @Test
  void anOrganisationMayHaveALimitOfItsOwn() {
    Admission admission = admission(3, OptionalInt.of(1));
    admitted(admission, acme);
    assertThatThrownBy(() -> admitted(admission, acme))
        .isInstanceOf(Refusal.NoCapacity.class)
        .hasMessageContaining("the organisation");
    admitted(admission, other);
  }

  @Test
  void manyAtOnceNeverGetMoreThanThereIs() throws Exception {
    for (int round = 0; round < 50; round++) {
      Admission admission = admission(5, OptionalInt.of(4));
      List<Boolean> got =
          Race.of(
              16,
              number -> {
                try {
                  admitted(admission, number % 2 == 0 ? acme : other);
                  return true;
                } catch (Refusal.NoCapacity e) {
                  return false;
                }
              });
      assertThat(got.stream().filter(one -> one)).hasSize(5);
    }
  }

  @Test
  void whatAnEarlierServerLeftCountsAndIsNeverRefused() {
    Admission admission = admission(1, OptionalInt.empty());
    List<SessionId> left = new ArrayList<>();
    for (int number = 0; number < 3; number++) {
      SessionId id = ids.session();
      admission.hold(id, acme);
      admission.hold(id, acme);
      left.add(id);
    }
    left.subList(0, 2).forEach(admission::release);
    assertThatThrownBy(() -> admitted(admission, acme))
        .isInstanceOfSatisfying(
            Refusal.NoCapacity.class, full -> assertThat(full.running()).isEqualTo(1));
    admission.release(left.get(2));
    admitted(admission, acme);
  }

  @Test
  void aDiskThatIsAlmostFullTakesNoNewSession() {
    Admission admission = admission(2, OptionalInt.empty());
    admitted(admission, acme);
    free.set(LOW - 1);
    assertThatThrownBy(() -> admitted(admission, acme))
        .isInstanceOf(Refusal.DiskLow.class)
        .hasMessageContaining("1023 MB are free")
        .hasMessageContaining("1024 MB are kept");
    free.set(LOW);
    admitted(admission, acme);
  }

  @Test
  void whereNobodyKnowsOrNobodyCaresTheDiskIsNoReason() {
    var unknown =
        new Admission(
            new SessionLimits(1, OptionalInt.empty(), LOW),
            () -> {
              throw new IOException("no such file system");
            });
    admitted(unknown, acme);
    free.set(0);
    admitted(new Admission(new SessionLimits(1, OptionalInt.empty(), 0), free::get), acme);
  }
}
