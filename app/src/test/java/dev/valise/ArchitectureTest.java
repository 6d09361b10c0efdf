package dev.valise;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The rules of the house that a compiler does not see. */
class ArchitectureTest {
  private static final String ROOT = "dev.valise";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  static final List<Layer> LAYERS = Layer.ALL;

  @ParameterizedTest
  @FieldSource("LAYERS")
  void aPackageKnowsOnlyWhatItMay(Layer layer) {
    classes()
        .that()
        .resideInAPackage(layer.packages())
        .should()
        .onlyDependOnClassesThat(
            are(
                resideOutsideOfPackage(ROOT + "..")
                    .or(resideInAnyPackage(layer.packagesItMayKnow()))))
        .because(layer.because())
        // A package of the plan may still be to come; everyClassIsInALayer sees to misspelt ones.
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyClassIsInALayer() {
    String[] layers = LAYERS.stream().map(Layer::packages).toArray(String[]::new);
    classes()
        .should()
        .resideInAnyPackage(layers)
        .orShould()
        .resideInAPackage(ROOT)
        .because("a package that the table does not list would be free to know all others")
        .check(CLASSES);
  }

  @Test
  void theMainClassStartsTheCommandLine() {
    classes()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .onlyDependOnClassesThat(
            are(
                resideOutsideOfPackage(ROOT + "..")
                    .or(resideInAPackage(ROOT))
                    .or(resideInAnyPackage(Layer.CLI.packages(), Layer.SERVER.packages()))))
        .because("what starts the program must not be a place where parts are kept together")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching(ROOT + ".(*)..")
        .should()
        .beFreeOfCycles()
        .because("packages that know each other are one package with two names")
        .check(CLASSES);
  }

  /**
   * A library that only some packages may import.
   *
   * @param owners as ArchUnit writes packages
   */
  record Library(List<String> packages, List<Layer> owners, String because) {}

  static final List<Library> LIBRARIES =
      List.of(
          new Library(
              List.of("com.google.crypto.tink.."),
              List.of(Layer.CRYPTO),
              "key bytes must be reachable from one package only"),
          new Library(
              List.of(
                  "java.sql..",
                  "javax.sql..",
                  "org.jdbi..",
                  "org.flywaydb..",
                  "com.zaxxer..",
                  "org.sqlite.."),
              List.of(Layer.CATALOG, Layer.STATE),
              "use cases that know SQL know one database; Chromium's own files are SQLite too"),
          new Library(
              List.of("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet.."),
              List.of(Layer.API),
              "the use cases must run without HTTP"),
          new Library(
              List.of("com.github.luben.."),
              List.of(Layer.SNAPSHOT, Layer.PROFILE),
              "compression belongs to the stored format and to archives"),
          new Library(
              List.of("org.apache.commons.compress.."),
              List.of(Layer.PROFILE),
              "archives are made in one place"));

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void aLibraryHasItsPlace(Library library) {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            library.owners().stream().map(Layer::packages).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library.packages().toArray(String[]::new))
        .because(library.because())
        .check(CLASSES);
  }

  /** The kernel stamps files by its own clock, whatever time a test plays. */
  private static final String KERNEL_CLOCK = "dev.valise.snapshot.FileClock";

  /** Calls whose answer is another one each time. */
  private static final Pattern AMBIENT =
      Pattern.compile(
          """
          java\\.time\\.\\w+\\.now\\((java\\.time\\.ZoneId)?\\)\
          |java\\.time\\.(Clock|InstantSource)\\.(system|tick)\\w*\\((java\\.time\\.ZoneId)?\\)\
          |java\\.lang\\.System\\.currentTimeMillis\\(\\)\
          |java\\.lang\\.Math\\.random\\(\\)\
          |java\\.util\\.UUID\\.randomUUID\\(\\)\
          |java\\.util\\.(Splittable)?Random\\.<init>\\(.*\\)\
          |java\\.security\\.SecureRandom\\.(<init>|getInstance\\w*)\\(.*\\)\
          |java\\.util\\.concurrent\\.ThreadLocalRandom\\.current\\(\\)\
          |java\\.util\\.random\\.RandomGenerator\\.(of|getDefault)\\(.*\\)\
          """);

  @Test
  void timeAndRandomnessAreGivenFromOutside() {
    classes()
        .that(
            describe(
                "neither wire nor start the program",
                one ->
                    !resideInAnyPackage(Layer.SERVER.packages(), Layer.CLI.packages()).test(one)
                        && !one.getFullName().equals(KERNEL_CLOCK)
                        && !one.getFullName().equals(Main.class.getName())))
        .should(haveNoAmbientCalls())
        .because("what happens at a certain time, or with certain ids, must be testable")
        .check(CLASSES);
  }

  private static ArchCondition<JavaClass> haveNoAmbientCalls() {
    return new ArchCondition<>("not ask for the time, for ids or for random numbers") {
      @Override
      public void check(JavaClass one, ConditionEvents events) {
        for (JavaCodeUnitAccess<?> access : one.getCodeUnitAccessesFromSelf()) {
          if (AMBIENT.matcher(access.getTarget().getFullName()).matches()) {
            events.add(SimpleConditionEvent.violated(one, access.getDescription()));
          }
        }
      }
    };
  }

  @Test
  void theEgressPolicyOpensNothing() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".egress.policy..")
        .should()
        .dependOnClassesThat(
            are(
                resideInAnyPackage(ROOT + ".egress", "java.nio.channels..", "java.net.http..")
                    .or(nameMatching("java\\.net\\.(Server|Datagram|Multicast)?Socket"))))
        .because("a judgement that looks names up or connects could be told something else later")
        .check(CLASSES);
  }

  @Test
  void nobodyLogsPastSlf4j() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .because("there is one place that says what is logged and how")
        .check(CLASSES);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Impl")
        .because("such a name fits anything, and such a class ends up with everything")
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatItKnowsAndHasNoHiddenNulls() {
    var without = new TreeSet<String>();
    for (JavaClass one : CLASSES) {
      if (!one.getPackage().isAnnotatedWith(NullMarked.class)) {
        without.add(one.getPackageName());
      }
    }
    assertThat(without).as("packages without a package-info.java with @NullMarked").isEmpty();
  }
}
