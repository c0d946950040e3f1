"""Fictional offices: provinces with cities, cities with districts, some of which have namesakes elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_FIRST = "云松青北西澜岚石柳东鹤沙临江清丰安宁泰永新长明德兴和文武金银海湖河溪泉林竹梅兰桂"
_SECOND = "汀岭河湾水溪谷桥浦屿原洲江山城阳陵州川源平泽门港台塘浦坪岗丘峰田桥亭"
SUBJECTS = tuple(
    f"{what}{how}"
    for what in (
        *("学前教育", "义务教育", "普通高中", "职业教育", "特殊教育", "终身教育", "民办教育", "托育服务", "校外培训"),
        *(
            "校园安全",
            "校园食品",
            "校车",
            "教师队伍",
            "教育数字化",
            "智慧校园",
            "家庭教育",
            "劳动教育",
            "学校体育",
            "学校美育",
        ),
        *(
            "心理健康教育",
            "课后服务",
            "集团化办学",
            "招生入学",
            "教育督导",
            "教育评价",
            "校舍建设",
            "学生资助",
            "语言文字",
        ),
    )
    for how in ("", "优质发展", "提升", "改革", "管理", "普惠发展", "高质量发展")
)
PLANS = ("行动计划", "实施方案", "行动方案", "规划", "工作方案", "实施意见")
LAWS = ("管理办法", "实施细则", "管理规定")


@dataclass(frozen=True, slots=True)
class Office:
    """A bureau: `province` and `city` above it, `district` empty for the city's own."""

    province: str
    city: str
    district: str

    @property
    def place(self) -> str:
        """The place by which its titles call it."""
        return self.district or self.city

    @property
    def bureau(self) -> str:
        """Its name."""
        return f"{self.place}教育局"

    @property
    def region(self) -> str:
        """Its place as a site file has it."""
        return "/".join(part for part in (self.province, self.city, self.district) if part)


def offices(chance: Random, cities: int) -> list[Office]:
    """So many cities with six to ten districts each; every eighth district is called like one of another city."""
    made: list[Office] = []
    districts: list[str] = []
    seen: set[str] = set()
    for number in range(cities):
        province = f"{_FIRST[number % 7]}{_SECOND[number % 5]}省"
        city = _new(chance, "市", seen)
        made.append(Office(province, city, ""))
        for _ in range(chance.randint(6, 10)):
            namesake = districts and chance.random() < 1 / 8
            district = chance.choice(districts) if namesake else _new(chance, chance.choice("区区区县"), seen)
            districts.append(district)
            made.append(Office(province, city, district))
    return list(dict.fromkeys(made))


def school(chance: Random, office: Office) -> str:
    """A school of the place."""
    return f"{office.place}{chance.choice(('第二', '实验', '明德', '育才'))}{chance.choice(('小学', '中学'))}"


def _new(chance: Random, ending: str, seen: set[str]) -> str:
    while True:
        name = chance.choice(_FIRST) + chance.choice(_SECOND) + ending
        if name not in seen:
            seen.add(name)
            return name
