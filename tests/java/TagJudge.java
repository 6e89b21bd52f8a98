import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Judges files by PDF/UA-1: for each a line "file TAB checks", then a line for each fault. */
public class TagJudge {
  public static void main(String[] files) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    PDFAFlavour flavour = PDFAFlavour.PDFUA_1;
    for (String file : files) {
      try (PDFAParser parser =
              Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
          PDFAValidator validator =
              Foundries.defaultInstance().createValidator(flavour, false)) {
        ValidationResult result = validator.validate(parser);
        System.out.println(file + "\t" + result.getTotalAssertions());
        if (result.isCompliant()) {
          continue;
        }
        System.out.println("  not compliant");
        for (TestAssertion fault : result.getTestAssertions()) {
          System.out.println(
              "  " + fault.getRuleId().getClause() + " " + fault.getMessage()
                  + " " + fault.getLocation().getContext());
        }
      }
    }
  }
}
