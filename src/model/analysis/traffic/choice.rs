//! Which way a task is done in a case.

use super::super::bernoulli::{All, Choice, Draw, Draws, Leaf, Need, Possibility};
use super::super::rates::mean_of;
use super::super::readings::{differ, within};
use super::super::staff::{adopted, ever_employed};
use super::{MadeLoad, WaitBound};
use crate::model::scenario::{
    AdoptedBy, Clause, Condition, Configuration, OccupationId, ProductId, Scenario, SiteTypeId, TaskId, TechnologyId,
    TraitId, Way,
};
use crate::units::{Span, Time};
use std::collections::BTreeMap;

/// The draws of one case, with what is settled so far.
pub(super) struct CaseDraws<'a> {
    pub scenario: &'a Scenario,
    pub config: &'a Configuration,
    pub waiting: WaitBound,
    pub draws: Draws,
    pub products: BTreeMap<ProductId, MadeLoad>,
    /// Probability that a task noticed a defect.
    pub found: BTreeMap<TaskId, f64>,
    /// Who a case is about is the same for all its tasks.
    traits: BTreeMap<TraitId, Draw>,
    /// Whether a site has a tool is the same for all tasks of a case.
    tools: BTreeMap<(TechnologyId, SiteTypeId, Span), Draw>,
}

impl<'a> CaseDraws<'a> {
    pub fn new(scenario: &'a Scenario, config: &'a Configuration, waiting: WaitBound) -> CaseDraws<'a> {
        let (draws, products, found, traits, tools) = Default::default();
        CaseDraws { scenario, config, waiting, draws, products, found, traits, tools }
    }

    /// The share of a site's units that had adopted a tool so long before the end, over its copies.
    fn adopted(&self, tool: TechnologyId, site: SiteTypeId, lasting: Span) -> f64 {
        let copies = self.config.sites[site].staff.len();
        let time = Time(self.scenario.end.0) - lasting;
        let all: f64 = (0..copies).map(|copy| adopted(&self.config.technologies[tool], copy, time)).sum();
        all / copies.max(1) as f64
    }

    fn tool_at_site(&mut self, tool: TechnologyId, site: SiteTypeId, lasting: Span) -> Need {
        let share = self.adopted(tool, site, lasting);
        if self.config.technologies[tool].adoption.by == AdoptedBy::Worker {
            // By anybody: in a staff of any size the first adopter is soon there.
            return if share > 0.0 { Need::All(All::new()) } else { Need::Never };
        }
        if share <= 0.0 || share >= 1.0 {
            return self.draws.need(share);
        }
        let draws = &mut self.draws;
        let draw = *self.tools.entry((tool, site, lasting)).or_insert_with(|| draws.toss(share));
        Need::All(All::from([(draw, true)]))
    }

    /// A trait, as likely as on average over the demands that state it.
    fn has(&mut self, id: TraitId) -> Need {
        let demands = self.config.demands.iter().filter(|demand| demand.on).flat_map(|demand| &demand.traits);
        let shares: Vec<f64> = demands.filter(|(of, _)| *of == id).map(|(_, share)| *share).collect();
        let share = shares.iter().sum::<f64>() / shares.len().max(1) as f64;
        if share <= 0.0 || share >= 1.0 {
            return self.draws.need(share);
        }
        let draws = &mut self.draws;
        let draw = *self.traits.entry(id).or_insert_with(|| draws.toss(share));
        Need::All(All::from([(draw, true)]))
    }

    /// What a condition needs of the case. Figures of last week are those of a site where nobody waits, or all do.
    pub fn condition(&mut self, condition: Option<&Condition>, site: SiteTypeId) -> Vec<Need> {
        let calm = self.waiting == WaitBound::None;
        let sure = |holds: bool| if holds { Need::All(All::new()) } else { Need::Never };
        condition
            .iter()
            .flat_map(|condition| &condition.all)
            .map(|clause| match clause {
                Clause::Tool { technology, lasting } => self.tool_at_site(*technology, site, *lasting),
                Clause::Without(technology) => negated(self.tool_at_site(*technology, site, Span::ZERO)),
                Clause::Found(task) => {
                    let chance = self.found.get(task).copied().unwrap_or(0.0);
                    self.draws.need(chance)
                }
                Clause::Missing(product) => {
                    self.products.get(product).map_or(sure(true), |made| negated(Need::All(made.events.clone())))
                }
                Clause::Trait(id) => self.has(*id),
                Clause::Reading(product, threshold) => {
                    let reading = self.config.products[*product].reading;
                    self.draws.need(reading.map_or(0.0, |reading| within(reading, *threshold)))
                }
                Clause::Differ { among, by } => {
                    let readings = among.iter().filter_map(|read| self.config.products[read.product].reading);
                    self.draws.need(differ(&readings.collect::<Vec<_>>(), *by))
                }
                Clause::Backlog(_, threshold) => sure(threshold.holds(if calm { 0.0 } else { f64::MAX })),
                Clause::OnTime(_, threshold) => sure(threshold.holds(if calm { 1.0 } else { 0.0 })),
                Clause::Utilisation(_, threshold) => sure(threshold.holds(if calm { 0.0 } else { 1.0 })),
            })
            .collect()
    }

    /// What a way needs of the case, beside what it reads.
    pub fn way(&mut self, way: &Way, site: SiteTypeId) -> Vec<Need> {
        let mut needs = vec![self.draws.need(way.chance)];
        if !way.team.iter().all(|&member| ever_employed(self.config, site, member)) {
            needs.push(Need::Never);
        }
        if way.team.is_empty() {
            needs.push(self.draws.need(way.success)); // else an exception, and the next way
        }
        if let Some(tool) = way.tool {
            let spec = &self.config.technologies[tool];
            needs.push(match spec.adoption.by {
                AdoptedBy::Site => self.tool_at_site(tool, site, Span::ZERO),
                AdoptedBy::Worker => {
                    let share = self.adopted(tool, site, Span::ZERO);
                    self.draws.need(share)
                }
            });
            if let Some(uptake) = &spec.uptake {
                needs.push(self.draws.need(mean_of(uptake, |intensity| intensity.clamp(0.0, 1.0))));
            }
        }
        needs.extend(self.condition(way.when.as_ref(), site));
        needs
    }

    /// The outcomes of choosing among ways with these needs.
    pub fn choose(&self, ways: &[Way], needs: &[Vec<Need>]) -> Vec<Leaf> {
        self.draws.outcomes(&|known| match self.waiting {
            WaitBound::None => self.first(needs, known),
            WaitBound::Long => self.last(ways, needs, known),
        })
    }

    fn first(&self, needs: &[Vec<Need>], known: &All) -> Choice {
        for (i, needs) in needs.iter().enumerate() {
            match self.draws.verdict(needs, known) {
                Possibility::Yes => return Choice::Made(Some(i)),
                Possibility::No => {}
                Possibility::Ask(draw) => return Choice::Ask(draw),
            }
        }
        Choice::Made(None)
    }

    /// An occupation that is never busy takes it at once; a team never takes a way if one that is part of it could take
    /// an earlier.
    fn last(&self, ways: &[Way], needs: &[Vec<Need>], known: &All) -> Choice {
        let mut chosen = None;
        let mut earlier: Vec<&[OccupationId]> = Vec::new();
        for (i, needs) in needs.iter().enumerate() {
            match self.draws.verdict(needs, known) {
                Possibility::No => continue,
                Possibility::Ask(draw) => return Choice::Ask(draw),
                Possibility::Yes => {}
            }
            match ways[i].lead() {
                Some(lead) if !self.config.occupations[lead].unlimited => {
                    let team = &ways[i].team;
                    // Who is needed here could begin an earlier way without the others, so this team never comes
                    // together.
                    if !earlier.iter().any(|part| part.iter().all(|member| team.contains(member))) {
                        chosen = Some(i);
                        earlier.push(team);
                    }
                }
                _ => return Choice::Made(Some(i)),
            }
        }
        Choice::Made(chosen)
    }
}

fn negated(need: Need) -> Need {
    match need {
        Need::All(all) if all.is_empty() => Need::Never,
        Need::All(all) => Need::NotAll(all),
        Need::NotAll(all) => Need::All(all),
        Need::Never => Need::All(All::new()),
    }
}
