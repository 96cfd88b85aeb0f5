"""What invented statements say, and how that reads in other languages of the region."""

BODIES = {
    "en": (
        "This is an invented statement, made for a demonstration.\n\n"
        "We, members of parliament of several countries, ask that {subject}. We shall put questions about it in our "
        "own parliaments and tell those who wrote to us what was answered."
    ),
    "ne": (
        "यो प्रदर्शनका लागि बनाइएको काल्पनिक वक्तव्य हो।\n\n"
        "हामी आप्रवासी कामदार र तिनका परिवारको अधिकारको संरक्षण गर्न आग्रह गर्छौं।"
    ),
    "si": (
        "මෙය ආදර්ශනය සඳහා නිර්මාණය කළ මනඃකල්පිත ප්‍රකාශයකි.\n\nසංක්‍රමණික සේවකයන්ගේ සහ ඔවුන්ගේ පවුල්වල අයිතිවාසිකම් ආරක්ෂා කරන ලෙස අපි ඉල්ලා සිටිමු."
    ),
    "ta": (
        "இது செயல்விளக்கத்திற்காக உருவாக்கப்பட்ட கற்பனை அறிக்கை.\n\n"
        "புலம்பெயர் தொழிலாளர்கள் மற்றும் அவர்களின் குடும்பங்களின் உரிமைகள் பாதுகாக்கப்பட வேண்டும் என்று கோருகிறோம்."
    ),
    "th": "นี่คือแถลงการณ์สมมุติเพื่อการสาธิต\n\nเราขอเรียกร้องให้คุ้มครองสิทธิของแรงงานข้ามชาติและครอบครัว",
    "bn": "এটি প্রদর্শনের জন্য রচিত একটি কাল্পনিক বিবৃতি।\n\nআমরা অভিবাসী শ্রমিক ও তাঁদের পরিবারের অধিকার সুরক্ষার দাবি জানাই।",
    "km": "នេះជាសេចក្តីថ្លែងការណ៍ប្រឌិតសម្រាប់ការបង្ហាញ។\n\nយើងស្នើឱ្យការពារសិទ្ធិរបស់ពលករចំណាកស្រុក និងគ្រួសាររបស់ពួកគេ។",
}
TITLES = {
    "ne": "वक्तव्य (प्रदर्शन)",
    "si": "ප්‍රකාශය (ආදර්ශන)",
    "ta": "அறிக்கை (செயல்விளக்கம்)",
    "th": "แถลงการณ์ (สาธิต)",
    "bn": "বিবৃতি (প্রদর্শন)",
    "km": "សេចក្តីថ្លែងការណ៍ (បង្ហាញ)",
}
# What is asked of whom: a short title, and the sentence of the recommendation.
ASKS = (
    ("Forbid fees for workers", "No worker pays for a job; the employer does."),
    ("Return passports", "Keeping a worker's passport is an offence and is treated as one."),
    ("Give copies of contracts", "Every worker leaves with a copy of the contract in a language they read."),
    ("Open a complaints desk", "A desk that answers in the workers' languages, one bus ride away at most."),
    ("Register births", "Every child gets a certificate, whatever papers the parents hold."),
    ("Inspect hostels", "Hostels are inspected twice a year, unannounced, and the reports are public."),
    ("Let workers change employers", "Leaving a bad employer is no offence."),
    ("Debate the memorandum", "The memorandum comes before the labour committee before it is signed."),
    ("Count the dead", "Deaths abroad are counted, explained and told to the family."),
    ("Prepare the vote abroad", "Voters abroad are registered six months before the next election."),
)
