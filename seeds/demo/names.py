"""Names that could be somebody's: parts in Latin letters and in their own script, put together by chance."""

import random
from dataclasses import dataclass

Part = tuple[str, str]


@dataclass(frozen=True)
class Name:
    """A whole name in Latin letters and, where it differs, in its own script."""

    latin: str
    own: str
    given: Part
    family: Part


@dataclass(frozen=True)
class Tongue:
    """How people of one language are called."""

    code: str
    families: tuple[Part, ...]
    women: tuple[Part, ...]
    men: tuple[Part, ...]
    family_first: bool = False
    is_written_apart: bool = True

    def name(self, chance: random.Random, *, is_woman: bool) -> Name:
        given = chance.choice(self.women if is_woman else self.men)
        family = chance.choice(self.families)
        first, last = (family, given) if self.family_first else (given, family)
        own = (" " if self.is_written_apart else "").join([first[1], last[1]]) if given[1] else ""
        return Name(f"{first[0]} {last[0]}", own, given, family)


def parts(text: str) -> tuple[Part, ...]:
    return tuple((latin, own) for latin, _sign, own in (word.partition("=") for word in text.split()))


TONGUES = {
    tongue.code: tongue
    for tongue in (
        Tongue(
            "ne",
            parts(
                "Adhikari=अधिकारी Basnet=बस्नेत Bhattarai=भट्टराई Bista=बिष्ट Gurung=गुरुङ Karki=कार्की Khadka=खड्का "
                "Limbu=लिम्बू Magar=मगर Pandey=पाण्डे Rai=राई Sherpa=शेर्पा Tamang=तामाङ Thapa=थापा"
            ),
            parts("Anita=अनिता Pabitra=पवित्रा Durga=दुर्गा Gita=गीता Kamala=कमला Laxmi=लक्ष्मी Sarita=सरिता Sunita=सुनिता"),
            parts("Bikash=विकास Dipak=दीपक Gopal=गोपाल Hari=हरि Manoj=मनोज Nabin=नबिन Ramesh=रमेश Suresh=सुरेश"),
        ),
        Tongue(
            "si",
            parts(
                "Bandara=බණ්ඩාර Ekanayake=ඒකනායක Gamage=ගමගේ Herath=හේරත් Jayasuriya=ජයසූරිය Kumara=කුමාර "
                "Liyanage=ලියනගේ Perera=පෙරේරා Ratnayake=රත්නායක Silva=සිල්වා Weerakoon=වීරකෝන්"
            ),
            parts("Anula=අනුලා Deepika=දීපිකා Indrani=ඉන්ද්‍රානි Kumari=කුමාරි Malini=මාලිනි Sandya=සන්ධ්‍යා Swarna=ස්වර්ණා"),
            parts("Saman=සමන් Chandana=චන්දන Lahiru=ලහිරු Kamal=කමල් Nimal=නිමල් Ruwan=රුවන් Upul=උපුල්"),
        ),
        Tongue(
            "ta",
            parts(
                "Arumugam=ஆறுமுகம் Chelliah=செல்லையா Ganesan=கணேசன் Kandiah=கந்தையா Krishnan=கிருஷ்ணன் "
                "Manickam=மாணிக்கம் Nadarajah=நடராஜா Perumal=பெருமாள் Ponnusamy=பொன்னுசாமி Thangavel=தங்கவேல்"
            ),
            parts("Devi=தேவி Kalai=கலை Kavitha=கவிதா Malar=மலர் Meena=மீனா Nila=நிலா Selvi=செல்வி Valli=வள்ளி"),
            parts("Arul=அருள் Kumaran=குமரன் Murugan=முருகன் Nathan=நாதன் Rajan=ராஜன் Selvam=செல்வம் Velu=வேலு"),
        ),
        Tongue(
            "th",
            parts(
                "Boonmee=บุญมี Chaisri=ชัยศรี Dechakul=เดชากุล Jaidee=ใจดี Kaewkla=แก้วกล้า Meesuk=มีสุข Phromma=พรหมมา "
                "Rattanakul=รัตนกุล Saetang=แซ่ตั้ง Srisawat=ศรีสวัสดิ์ Thongdee=ทองดี Wongsa=วงษา"
            ),
            parts("Anong=อนงค์ Duangjai=ดวงใจ Kanya=กัญญา Malee=มาลี Nongnuch=นงนุช Pranee=ปราณี Siriporn=ศิริพร Wilai=วิไล"),
            parts("Anan=อนันต์ Chaiwat=ชัยวัฒน์ Kittisak=กิตติศักดิ์ Narong=ณรงค์ Prasit=ประสิทธิ์ Surasak=สุรศักดิ์ Wichai=วิชัย"),
        ),
        Tongue(
            "km",
            parts(
                "Chea=ជា Sok=សុខ Chan=ចាន់ Keo=កែវ Lim=លឹម Meas=មាស Nuon=នួន Oum=អ៊ុំ Pich=ពេជ្រ Ros=រស់ Seng=សេង "
                "Tep=ទេព Ung=អ៊ុង Yin=យិន"
            ),
            parts("Bopha=បុប្ផា Chanthy=ចន្ធី Kunthea=គន្ធា Maly=ម៉ាលី Rachana=រចនា Sophea=សុភា Sreymom=ស្រីមុំ Theary=ធារី"),
            parts("Borey=បូរី Dara=ដារ៉ា Kosal=កុសល Narith=ណារិទ្ធ Piseth=ពិសិដ្ឋ Samnang=សំណាង Veasna=វាសនា"),
            family_first=True,
        ),
        Tongue(
            "bn",
            parts(
                "Akhter=আখতার Bhuiyan=ভূঁইয়া Chowdhury=চৌধুরী Das=দাস Haque=হক Mia=মিয়া Mondal=মণ্ডল Sarkar=সরকার "
                "Sikder=শিকদার Talukder=তালুকদার"
            ),
            parts("Ayesha=আয়েশা Farzana=ফারজানা Laila=লায়লা Nasrin=নাসরিন Salma=সালমা Shirin=শিরিন Tahmina=তাহমিনা"),
            parts("Farid=ফরিদ Habib=হাবিব Jamal=জামাল Kamrul=কামরুল Masud=মাসুদ Rafiq=রফিক Selim=সেলিম"),
        ),
        Tongue(
            "my",
            parts("Htay=ဌေး Hlaing=လှိုင် Lwin=လွင် Maung=မောင် Myint=မြင့် Oo=ဦး Than=သန်း Tin=တင် Wai=ဝေ Win=ဝင်း Yee=ရီ"),
            parts("Aye=အေး Khin=ခင် Mya=မြ Nwe=နွယ် San=စန်း Thandar=သန္တာ Yin=ယဉ် Zin=ဇင်"),
            parts("Htun=ထွန်း Kyaw=ကျော် Naing=နိုင် Soe=စိုး Thura=သူရ Zaw=ဇော်"),
            is_written_apart=False,
        ),
        Tongue(
            "ko",
            parts("Kim=김 Lee=이 Park=박 Choi=최 Jung=정 Kang=강 Cho=조 Yoon=윤 Jang=장 Lim=임 Han=한 Seo=서"),
            parts("Bo-ram=보람 Eun-ji=은지 Hye-jin=혜진 Hyun-ju=현주 Min-seo=민서 Soo-jin=수진 So-young=소영"),
            parts("Dong-hyun=동현 Ji-hoon=지훈 Jun-ho=준호 Sung-won=성원 Sang-woo=상우 Seung-min=승민 Byung-chan=병찬"),
            family_first=True,
            is_written_apart=False,
        ),
        Tongue(
            "zh-Hant",
            parts("Chan=陳 Wong=黃 Lam=林 Lau=劉 Cheung=張 Ho=何 Leung=梁 Tse=謝 Yip=葉 Tang=鄧 Kwok=郭 Mak=麥"),
            parts("Hoi-yan=凱欣 Ka-yan=嘉欣 Mei-ling=美玲 Pui-shan=佩珊 Sin-yee=倩儀 Wing-sze=詠詩 Yuk-lan=玉蘭"),
            parts("Chi-keung=志強 Ka-ming=家明 Kin-wah=健華 Man-kit=文傑 Siu-fung=兆豐 Wai-lun=偉倫 Yat-hin=逸軒"),
            family_first=True,
            is_written_apart=False,
        ),
        Tongue(
            "vi",
            parts("Bui=Bùi Dang=Đặng Do=Đỗ Duong=Dương Ho=Hồ Le=Lê Ngo=Ngô Nguyen=Nguyễn Pham=Phạm Tran=Trần Vu=Vũ"),
            parts("Hanh=Hạnh Hoa=Hoa Hue=Huệ Huong=Hương Lan=Lan Mai=Mai Thao=Thảo Tuyet=Tuyết"),
            parts("Binh=Bình Cuong=Cường Duc=Đức Dung=Dũng Hai=Hải Long=Long Quang=Quang Tuan=Tuấn"),
            family_first=True,
        ),
        Tongue(
            "ur",
            parts(
                "Abbasi=عباسی Baig=بیگ Gondal=گوندل Lodhi=لودھی Malik=ملک Mirza=مرزا Qureshi=قریشی Rizvi=رضوی "
                "Siddiqui=صدیقی Soomro=سومرو Warraich=وڑائچ"
            ),
            parts("Amna=آمنہ Bushra=بشریٰ Hina=حنا Noor=نور Rabia=رابعہ Saima=صائمہ Zainab=زینب"),
            parts("Asif=آصف Bilal=بلال Faisal=فیصل Hamid=حامد Kashif=کاشف Nadeem=ندیم Tariq=طارق Usman=عثمان"),
        ),
        Tongue(
            "id",
            parts("Gunawan Halim Hartono Kusuma Lestari Nugroho Pratama Santoso Setiawan Siregar Utomo Wijaya"),
            parts("Ayu Dewi Endah Fitri Indah Maya Ratna Sari Siti Wulan"),
            parts("Adi Agus Bambang Dedi Galih Hendra Rizal Teguh Yusuf"),
        ),
        Tongue(
            "fil",
            parts("Abad Bautista Castillo Dizon Evangelista Fajardo Garcia Lagman Manalo Navarro Samson Villareal"),
            parts("Amelia Carmela Dolores Isabel Luz Marisol Teresa Vilma"),
            parts("Andres Crispin Danilo Emilio Lamberto Ramil Teodoro"),
        ),
    )
}
